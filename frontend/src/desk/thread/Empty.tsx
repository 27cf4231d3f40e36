/* The middle while no conversation stands there: what happens next, or where the one that was asked for went. */
import { Icon } from "../../shared/staff/Icon";
import { changeDraft, draftOf } from "../drafts";
import { isMine } from "../groups";
import { desk, link, select } from "../room";
import { type Key, passedWords, t, time } from "../words";

/** The heading while nothing is looked at: what the agent's own conversations need. */
function title(asked: string | null): string {
  const { passed, cards, agent } = desk.value;
  if (asked && passed?.conversation === asked)
    return t("passed_at", { what: passedWords(passed), at: time(passed.at) });
  return t(asked ? "empty_gone" : own(Object.values(cards).filter((card) => isMine(card, agent?.id))));
}

function own(mine: readonly { last: { role: string } | null }[]): Key {
  if (mine.length === 0) return "empty_none";
  return mine.some((card) => card.last?.role === "visitor") ? "empty_choose" : "empty_title";
}

export function Empty({ asked }: { asked: string | null }) {
  const { presence, agent, cards } = desk.value;
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
      <h1>{title(asked)}</h1>
      <p class="soft">{t(next, { waiting })}</p>
      {asked && <Unsent conversation={asked} />}
    </section>
  );
}

/** What was being written when the conversation went away: to be copied, or thrown away on purpose. */
function Unsent({ conversation }: { conversation: string }) {
  const draft = draftOf(conversation);
  if (!draft.trim()) return null;
  return (
    <div class="unsent">
      <p class="xs soft">{t("unsent")}</p>
      <p>{draft}</p>
      <div class="fx">
        <button type="button" class="b s" onClick={() => void navigator.clipboard?.writeText(draft)}>
          {t("copy")}
        </button>
        <button type="button" class="b s q" onClick={() => changeDraft(conversation, "")}>
          {t("discard")}
        </button>
      </div>
    </div>
  );
}
