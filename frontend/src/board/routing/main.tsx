import { effect } from "@preact/signals";
import { render } from "preact";
import "../../shared/tokens.css";
import "../../shared/staff/base.css";
import "../../desk/frame.css";
import "../board.css";
import { furnish } from "../../desk/room";
import { readChoices } from "../choices";
import { startBoard } from "../feed";
import { queryOf } from "../filter";
import { filter, shutBeside, twin } from "../room";
import { App } from "./App";
import { tab } from "./room";
import { tabQuery } from "./tabs";

const place = document.getElementById("board");
if (place) {
  furnish();
  startBoard();
  void readChoices();
  render(<App />, place);
  addEventListener("keydown", keyed);
  effect(() => {
    const query = tabQuery(queryOf(location.search, filter.value, false), tab.value);
    history.replaceState(null, "", location.pathname + query + location.hash);
  });
}

/** Escape puts away what is open beside; ⇧ T turns charts into tables, but never while somebody writes. */
function keyed(event: KeyboardEvent): void {
  if (event.key === "Escape") shutBeside();
  const writing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if (event.key !== "T" || writing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return;
  twin.value = !twin.value;
}
