/* What to look at instead where too few visitors come at an hour: the busiest one of the last weeks. */
import { now } from "../../../desk/room";
import { useRead } from "../../../desk/use_read";
import { board } from "../../room";
import { Nothing } from "../Cell";
import { here } from "../here";
import type { Heat } from "../shapes";
import { t } from "../words";
import { busiest, hoursFrom } from "./hours";

const DAY_H = 24;

export function Busiest({ choose }: { choose: (iso: string) => void }) {
  const { found } = useRead<Heat>(here("routing/heat?weeks=4&measure=arrivals"));
  const clock = found && busiest(found);
  const next = hoursFrom(now.peek(), DAY_H, board.value?.arrivals.start ?? "").find(
    (hour) => hour.clock === clock,
  );
  return (
    <>
      <Nothing>{t("no_what_if")}</Nothing>
      {next && (
        <button type="button" class="b s unfold-to" onClick={() => choose(next.iso)}>
          {t("busiest_hour", { clock: next.clock })}
        </button>
      )}
    </>
  );
}
