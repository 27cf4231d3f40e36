import { render } from "preact";
import "../shared/tokens.css";

const place = document.getElementById("desk");
if (place) render(<h1>chatdesk</h1>, place);
