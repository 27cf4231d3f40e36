/* Beside a conversation: why it still waits, live; and why it went to whom it went, with what came of each offer. */
import type { WhyWaiting } from "../../board/routing/shapes";
import { desk } from "../room";
import type { HeldCard } from "../state";
import { useRead } from "../use_read";
import { duration, sentence, t, time } from "../words";
import { DecisionCard, OutcomeChip } from "./DecisionCard";

const SHOWN = 3;
const EVERY_MS = 3_000;

export function Why({ card }: { card: HeldCard }) {
  const waits = card.state === "queued" || card.state === "offered";
  const latest = desk.value.threads[card.id]?.decisions.slice(0, SHOWN) ?? [];
  if (!waits && latest.length === 0) return null;
  return (
    <div class="why">
      {waits && <Still id={card.id} />}
      {latest.length > 0 && (
        <section>
          <h2>{t("why_this_agent")}</h2>
          <ul class="decisions-of">
            {latest.map((decision) => (
              <li key={decision.id}>
                <p class="fx">
                  <b class="cut grow">{decision.agent.name}</b>
                  <OutcomeChip outcome={decision.outcome} />
                  <time class="xs">{time(decision.at)}</time>
                </p>
                <DecisionCard decision={decision} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Read again while it waits. The server may know a moment earlier than this page that it does no more. */
function Still({ id }: { id: string }) {
  const { found } = useRead<WhyWaiting>(`routing/waiting?conversation=${encodeURIComponent(id)}`, EVERY_MS);
  return (
    <section aria-busy={!found}>
      <h2>{t("why_waiting")}</h2>
      {found?.why && (
        <>
          <p class="because">{sentence(found.why)}</p>
          {found.next && <Next waiting={found} next={found.next} />}
        </>
      )}
    </section>
  );
}

function Next({ waiting, next }: { waiting: WhyWaiting; next: NonNullable<WhyWaiting["next"]> }) {
  const left = duration(next.at_s - waiting.waited_s);
  return <p class="xs soft">{t("why_next", { time: left, what: sentence(next.says) })}</p>;
}
