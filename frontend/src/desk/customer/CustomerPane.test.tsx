import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { card, ME, told, welcome } from "../cast";
import { desk, locale, route, routeOf } from "../room";
import { CustomerPane } from "./CustomerPane";
import { records } from "./record";

const PAST = {
  id: "v0",
  state: "resolved",
  at: "2026-10-12T09:00:00.000Z",
  agent: { id: "a2", name: "Lin" },
  outcome: "resolved",
  csat: 5,
  first_line: "Delivery to the office",
  may_open: true,
};
const RECORD = {
  id: "c-v1",
  name: "Zhou",
  verified: false,
  email: "z@mail.example",
  phone: "",
  locale: "en",
  first_seen: "2026-03-02T09:00:00.000Z",
  page: { url: "https://shop.example/lamps?x=1", title: "Lamps" },
  conversations: [PAST, { ...PAST, id: "v9", first_line: "", csat: null, may_open: false }],
  tickets: [{ number: "T-000118", title: "Scratched table", state: "closed", at: PAST.at }],
};

async function show(record: object = RECORD, over: object = {}): Promise<HTMLElement> {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(record), { status: 200 }));
  desk.value = told(welcome([card("v1", { state: "live", assignee: ME, ...over })]));
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  act(() => render(<CustomerPane />, place));
  await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  return place;
}

beforeEach(() => {
  locale.value = "en";
  records.value = {};
  route.value = routeOf("#/c/v1");
});
afterEach(() => vi.unstubAllGlobals());

test("what the visitor only claims is said to be unproven; what the site signed is not", async () => {
  expect((await show()).textContent).toContain("Says so, not verified");
  const proven = await show(RECORD, { customer: { id: "c-v1", name: "Zhou", verified: true } });
  expect(proven.textContent).toContain("Verified: signed by the shop");
});

test("the page is a link that tells the shop nothing of the desk", async () => {
  const link = (await show()).querySelector<HTMLAnchorElement>(".page-now a");
  expect(link?.textContent).toBe("Lamps");
  expect(link?.rel).toBe("noreferrer");
  expect((await show()).querySelector(".page-now")?.textContent).toContain("/lamps?x=1");
});

test("past conversations can be opened where that is allowed, and tickets lead to their page", async () => {
  const place = await show();
  const links = [...place.querySelectorAll<HTMLAnchorElement>("a.line")].map((a) => a.getAttribute("href"));
  expect(links).toEqual(["#/c/v0", "#/tickets/T-000118"]);
  expect(place.textContent).toContain("12 Oct · 5 stars · Lin");
  expect(place.textContent).toContain("With another team; not yours to open12 Oct · Lin");
});

test("with nothing before it says what that means", async () => {
  const place = await show({ ...RECORD, page: null, conversations: [], tickets: [] });
  for (const words of ["First time here", "None yet. End with N", "Not on the site now"])
    expect(place.textContent).toContain(words);
});
