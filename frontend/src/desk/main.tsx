import { render } from "preact";
import "../shared/tokens.css";
import "../shared/staff/base.css";
import "./frame.css";
import { App } from "./App";
import { watch } from "./attention/watch";
import { listenToKeys } from "./keys";
import { furnish } from "./room";
import { start } from "./session";

const place = document.getElementById("desk");
if (place) {
  furnish();
  listenToKeys();
  start();
  watch();
  render(<App />, place);
}
