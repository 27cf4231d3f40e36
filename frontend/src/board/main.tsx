import { effect } from "@preact/signals";
import { render } from "preact";
import "../shared/tokens.css";
import "../shared/staff/base.css";
import "../desk/frame.css";
import { furnish } from "../desk/room";
import { App } from "./App";
import { readChoices } from "./choices";
import { startBoard } from "./feed";
import { queryOf } from "./filter";
import { listenToKeys } from "./keys";
import { filter, wall } from "./room";

const place = document.getElementById("board");
if (place) {
  furnish();
  listenToKeys();
  startBoard();
  void readChoices();
  render(<App />, place);
  effect(() => {
    document.documentElement.toggleAttribute("data-wall", wall.value);
    const query = queryOf(location.search, filter.value, wall.value);
    history.replaceState(null, "", location.pathname + query + location.hash);
  });
}
