/* Who can do what, what one lesson would be worth, and what more or fewer agents would change. */
import { useState } from "preact/hooks";
import { Advisor } from "./Advisor";
import { Matrix } from "./Matrix";
import { WhatIf } from "./WhatIf";
import "./skills.css";

/** The server works out one thing at a time: the quick what-if first, then the advice. */
export function Skills() {
  const [free, settle] = useState(false);
  return (
    <div class="rgrid skills">
      <Matrix />
      <Advisor free={free} />
      <WhatIf settled={() => settle(true)} />
    </div>
  );
}
