/* A conversation as it goes on: looked at unseen by the visitor, whispered into, taken over, handed back. */
import { isMine } from "../../desk/groups";
import { complaint, desk } from "../../desk/room";
import type { HeldCard } from "../../desk/state";
import { blank, type Thread } from "../../desk/thread";
import { Log } from "../../desk/thread/Log";
import { Why } from "../../desk/why/Why";
import { Icon } from "../../shared/staff/Icon";
import { handBack, takeOver } from "../feed";
import { former } from "../former";
import { may } from "../room";
import { needsText, t, term, visitorName } from "../words";
import { Panel } from "./Side";
import { Whisper } from "./Whisper";
import "../../desk/thread/thread.css";

export function Watched({ id }: { id: string }) {
  const card = desk.value.cards[id];
  if (card) return <Talk card={card} thread={desk.value.threads[id] ?? blank(id)} />;
  return (
    <Panel title={t("conversation")}>
      <p class="none" aria-busy={!complaint.value}>
        {complaint.value || t("opening")}
      </p>
    </Panel>
  );
}

function Talk({ card, thread }: { card: HeldCard; thread: Thread }) {
  const mine = isMine(card, desk.value.agent?.id);
  const takeable = !mine && card.state !== "resolved" && may("takeover");
  return (
    <Panel
      title={visitorName(card.customer.name, card.customer.id, card.id)}
      under={under(card)}
      acts={takeable && <TakeOver id={card.id} />}
    >
      <p class="watching xs">
        <Icon name={mine ? "seat" : "eye"} class="s" />
        <span class="grow">{t(mine ? "yours_now" : "watching")}</span>
      </p>
      <Reasons card={card} />
      <Log card={card} thread={thread} />
      {complaint.value && (
        <p class="complaint" role="alert">
          {complaint.value}
        </p>
      )}
      {mine && <Held card={card} thread={thread} />}
      {may("note") && <Whisper id={card.id} to={mine ? "" : (card.assignee?.name ?? "")} />}
    </Panel>
  );
}

/** Open while somebody waits, for then it is what one came for; else folded over the talk. */
function Reasons({ card }: { card: HeldCard }) {
  const waits = card.state === "queued" || card.state === "offered";
  if (!waits && (desk.value.threads[card.id]?.decisions.length ?? 0) === 0) return null;
  return (
    <details class="reasons" open={waits}>
      <summary>{t(waits ? "why_waiting" : "why_agent")}</summary>
      <Why card={card} />
    </details>
  );
}

const under = (card: HeldCard) =>
  [needsText(card.needs), term("state", card.state), card.assignee?.name].filter(Boolean).join(" · ");

function TakeOver({ id }: { id: string }) {
  return (
    <button type="button" class="b s" onClick={() => void takeOver(id)}>
      <Icon name="take" />
      {t("take_over")} <kbd>⇧ O</kbd>
    </button>
  );
}

/** What to do with it while it is the supervisor's: speak at the desk, or hand it back to whoever had it. */
function Held({ card, thread }: { card: HeldCard; thread: Thread }) {
  const before = former(thread.timeline.entries, desk.value.agent?.id ?? "");
  const asked = card.offered_to;
  return (
    <div class="held">
      <a class="b s p" href={`/desk/#/c/${encodeURIComponent(card.id)}`}>
        {t("speak_at_desk")}
      </a>
      {asked ? (
        <span class="xs soft">{t("asked_back", { name: asked.name })}</span>
      ) : (
        before && (
          <button type="button" class="b s" onClick={() => handBack(card.id, before.id)}>
            <Icon name="swap" />
            {t("hand_back", { name: before.name })}
          </button>
        )
      )}
    </div>
  );
}
