import { render } from "preact";
import tokens from "../shared/tokens.css?inline";
import type { Seat } from "./seat";

/** Draws the panel into the loader's shadow root. */
export function mount(seat: Seat): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens);
  seat.root.adoptedStyleSheets = [...seat.root.adoptedStyleSheets, sheet];
  render(<p>{seat.site}</p>, seat.root);
}
