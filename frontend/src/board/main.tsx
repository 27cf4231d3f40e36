import { effect } from "@preact/signals";
import { render } from "preact";
import "../shared/tokens.css";
import "../shared/staff/base.css";
import "../desk/frame.css";
import { furnish } from "../desk/room";
import { App } from "./App";
import { readChoices } from "./choices";
import { startBoard } from "./feed";
import { listenToKeys } from "./keys";
import { wall } from "./room";

const place = document.getElementById("board");
if (place) {
  furnish();
  listenToKeys();
  startBoard();
  void readChoices();
  render(<App />, place);
  effect(() => {
    const { search, hash } = location;
    const query = new URLSearchParams(search);
    if (wall.value) query.set("wall", "on");
    else query.delete("wall");
    document.documentElement.toggleAttribute("data-wall", wall.value);
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${hash}`);
  });
}
