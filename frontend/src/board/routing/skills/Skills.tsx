/* Who can do what, what one lesson would be worth, and what more or fewer agents would change. */
import { Advisor } from "./Advisor";
import { Matrix } from "./Matrix";
import { WhatIf } from "./WhatIf";
import "./skills.css";

export function Skills() {
  return (
    <div class="rgrid skills">
      <Matrix />
      <Advisor />
      <WhatIf />
    </div>
  );
}
