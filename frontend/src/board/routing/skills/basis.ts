/* On what a what-if and the advice rest, in one sentence. */
import { board } from "../../room";
import type { BasedOn } from "../shapes";
import { counted, listOf, number, skillName, t, wait } from "../words";
import { clockOf } from "./hours";

export function basis({ agents, team, hour, arrivals_per_h, handling_s, days, unserved }: BasedOn): string {
  const told = t(`based_${agents}`, {
    team: counted("people_n", team),
    hour: clockOf(Date.parse(hour), board.value?.arrivals.start ?? hour),
    arrivals: number(Number(arrivals_per_h.toFixed(1))),
    handling: wait(handling_s),
    days: counted("days_past", days),
  });
  if (unserved.length === 0) return told;
  const queues = unserved.map((key) => key.split("+").map(skillName).join(" + "));
  return told + t("left_out", { queues: listOf(queues) });
}
