import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { locale, now } from "../desk/room";
import { AT, boardOf, row } from "./cast";
import { LiveRow } from "./LiveRow";
import { board } from "./room";

test("the length of a conversation goes on when its state changes", () => {
  locale.value = "en";
  now.value = Date.parse(AT) + 9 * 60_000;
  board.value = boardOf();
  const place = document.createElement("table");
  const later = new Date(now.value - 5_000).toISOString();
  act(() => render(<LiveRow row={row("v1", { began: AT, since: later })} on={false} open={false} />, place));
  expect(place.querySelector(".c-l")?.textContent).toBe("9:00");
});
