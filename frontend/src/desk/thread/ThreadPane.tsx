/* The middle: head, log, composer of the conversation that is looked at; or what to expect when none is. */
import { useEffect } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { isMine } from "../groups";
import { complaint, desk, link, select, selected } from "../room";
import { tellRead } from "../session";
import { Suggestions } from "../suggest/Suggestions";
import { blank } from "../thread";
import { Pending } from "../transfer/Pending";
import { type Key, nameOf, t, time } from "../words";
import { Composer } from "./Composer";
import { Ending } from "./Ending";
import { Head } from "./Head";
import { Log } from "./Log";
import { PastStrip } from "./PastStrip";
import "./thread.css";

export function ThreadPane() {
  const id = selected.value;
  const card = id ? desk.value.cards[id] : undefined;
  return (
    <main class="thr" aria-label={t("conversation")}>
      {id && card ? <Talk id={id} key={id} /> : <Empty asked={id} />}
    </main>
  );
}

function Talk({ id }: { id: string }) {
  const card = desk.value.cards[id];
  const thread = desk.value.threads[id] ?? blank(id);
  const last = thread.timeline.entries.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (last > 0) tellRead(id, last);
  }, [id, last]);
  if (!card) return null;
  return (
    <>
      <Head card={card} thread={thread} />
      <Pending card={card} thread={thread} />
      <PastStrip card={card} />
      <Log card={card} thread={thread} />
      {complaint.value && (
        <p class="complaint" role="alert">
          {complaint.value}
        </p>
      )}
      <Ending card={card} />
      <Suggestions card={card} thread={thread} />
      <Composer card={card} thread={thread} key={`composer-${id}`} />
    </>
  );
}

/** The heading while nothing is looked at: what the agent's own conversations need. */
function emptyTitle(asked: boolean): Key {
  if (asked) return "empty_gone";
  const mine = Object.values(desk.value.cards).filter((card) => isMine(card, desk.value.agent?.id));
  if (mine.length === 0) return "empty_none";
  return mine.some((card) => card.last?.role === "visitor") ? "empty_choose" : "empty_title";
}

function Empty({ asked }: { asked: string | null }) {
  const { presence, agent, cards, passed } = desk.value;
  if (!agent && link.value.state !== "ended") return <div class="empty" aria-busy="true" />;
  const waiting = Object.values(cards).filter((card) => card.state === "queued").length;
  const next = presence !== "online" ? "empty_away" : waiting > 0 ? "empty_waiting" : "empty_online";
  return (
    <section class="empty">
      {asked && (
        <button type="button" class="b only-m" onClick={() => select(null)}>
          <Icon name="back" />
          {t("back")}
        </button>
      )}
      <svg width="64" height="64" viewBox="0 0 64 64" fill="none" stroke-linecap="round" aria-hidden="true">
        <circle cx="32" cy="32" r="28" stroke="var(--cd-line-strong)" stroke-width="2" />
        <path d="M22 33l7 7 14-15" stroke="var(--cd-accent)" stroke-width="2.5" stroke-linejoin="round" />
      </svg>
      {passed && passed.conversation === asked ? (
        <h1>
          {t("passed_on", { name: nameOf(passed.customer, asked), to: passed.to, at: time(passed.at) })}
        </h1>
      ) : (
        <h1>{t(emptyTitle(asked !== null))}</h1>
      )}
      <p class="soft">{t(next, { waiting })}</p>
    </section>
  );
}
