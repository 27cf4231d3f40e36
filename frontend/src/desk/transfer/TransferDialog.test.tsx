import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { card, ME, NOW, told, welcome } from "../cast";
import { desk, locale } from "../room";
import { TransferDialog } from "./TransferDialog";

const mine = card("v1", { state: "live", assignee: ME, needs: { zh: 3 } });
const seat = (id: string, name: string, state = "online") => ({
  id,
  name,
  team: "care",
  skills: { zh: 4 },
  state,
  capacity: 3,
});
const ANSWERS: Readonly<Record<string, unknown>> = {
  agents: {
    items: [
      seat("a1", "Mei"),
      seat("a2", "Ana"),
      seat("a3", "Lin"),
      seat("a4", "Bo", "offline"),
      { ...seat("a5", "Cy", "offline"), team: "silent", team_name: "Silent", skills: {} },
    ],
  },
  skills: { items: [{ key: "zh", kind: "language", name: { en: "Chinese", zh: "中文" } }] },
};

beforeEach(async () => {
  locale.value = "en";
  desk.value = told(welcome([mine]));
  vi.stubGlobal("fetch", async (path: string) => {
    const name = /v1\/(\w+)/.exec(path)?.[1] ?? "";
    return new Response(JSON.stringify(ANSWERS[name]), { status: 200 });
  });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  await act(async () => {
    render(<TransferDialog card={{ ...mine, heardAt: NOW }} />, place);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

afterEach(() => vi.unstubAllGlobals());

const search = () => document.querySelector("input") as HTMLInputElement;
const options = () => [...document.querySelectorAll("[role=option]")];
const active = () => document.getElementById(search().getAttribute("aria-activedescendant") ?? "");
const press = (key: string, over: KeyboardEventInit = {}) =>
  act(
    () =>
      void search().dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...over }),
      ),
  );

function type(text: string): void {
  search().value = text;
  act(() => void search().dispatchEvent(new Event("input", { bubbles: true })));
}

test("the field has the focus, and the first who can be asked stands under the keys", () => {
  expect(document.activeElement).toBe(search());
  expect(active()?.textContent).toContain("Ana");
  expect(options().map((one) => one.textContent)).not.toContain("Mei");
});

test("arrows go through the list and around its ends", () => {
  press("ArrowDown");
  expect(active()?.textContent).toContain("Lin");
  press("ArrowUp");
  press("ArrowUp");
  expect(active()).toBe(options().at(-1));
});

test("Enter chooses, names it on the button, and goes on to the comment", () => {
  type("lin");
  press("Enter");
  expect(document.querySelector("[aria-selected=true]")?.textContent).toContain("Lin");
  expect(document.querySelector("button[type=submit]")?.textContent).toBe("Transfer to Lin");
  expect(document.activeElement).toBe(document.querySelector("textarea"));
});

test("who isn’t there can’t be chosen, nor by an Enter that ends an input method’s word", () => {
  type("bo");
  press("Enter");
  expect(document.querySelector("[aria-selected=true]")).toBeNull();
  type("ana");
  press("Enter", { isComposing: true });
  expect(document.querySelector("[aria-selected=true]")).toBeNull();
});

test("where nothing is found it says so", () => {
  type("zzz");
  expect(document.querySelector(".none")?.textContent).toContain("Nothing found");
});

test("who can’t serve the visitor is said before it is sent", () => {
  type("bo");
  expect(document.querySelector(".lacks")).toBeNull();
  type("silent");
  press("Enter");
  expect(document.querySelector(".lacks")?.textContent).toBe(
    "Nobody in Silent covers Chinese. The visitor would wait there until others may take it; choose another team, or a colleague.",
  );
  expect(document.querySelector<HTMLButtonElement>("button[type=submit]")?.disabled).toBe(false);
});
