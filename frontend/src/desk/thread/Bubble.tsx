/* Messages and notes. A bubble is what the visitor sees; a note is never a bubble. */

import { Avatar } from "../../shared/staff/Avatar";
import { Icon } from "../../shared/staff/Icon";
import type { Draft, Line } from "../../shared/timeline";
import { again } from "../acts";
import { colleagues } from "../colleagues";
import type { Note } from "../frames";
import { parts } from "../mentions";
import { desk } from "../room";
import type { HeldCard } from "../state";
import type { Thread } from "../thread";
import { languageOf, nameOf, t, time } from "../words";
import { Meter } from "./Meter";

interface Choice {
  readonly id: string;
  readonly text: string;
}
interface Attached {
  readonly id: string;
  readonly name: string;
}

export function Bubble({ line, card, thread }: { line: Line; card: HeldCard; thread: Thread }) {
  const { role } = line.author;
  const name = role === "visitor" ? card.customer.name : (line.author.name ?? "");
  return (
    <div class={`msg ${role === "visitor" ? "" : "out"} ${role}`}>
      <Face role={role} name={name} />
      <div class="bub" lang={languageOf(card)}>
        <span class="vh">{speaker(role, name, card)}: </span>
        {line.erased ? <span class="soft">{t("erased")}</span> : line.text}
        <Choices line={line} />
        <Files line={line} />
      </div>
      <Meta line={line} seen={line.seq <= thread.seen} />
    </div>
  );
}

function Face({ role, name }: { role: string; name: string }) {
  if (role === "bot") return <Avatar name={name} icon="bot" class="bot" />;
  const tone = role === "visitor" ? "" : "a";
  return name ? <Avatar name={name} class={tone} /> : <Avatar name="" icon="seat" class={tone} />;
}

function speaker(role: string, name: string, card: HeldCard): string {
  if (role === "visitor") return nameOf(name, card.customer.id);
  return name || t("bot");
}

function Choices({ line }: { line: Line }) {
  const choices = (line.data?.choices as readonly Choice[] | undefined) ?? [];
  if (choices.length === 0) return null;
  return (
    <ul class="choices">
      {choices.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}

function Files({ line }: { line: Line }) {
  const files = (line.data?.attachments as readonly Attached[] | undefined) ?? [];
  return (
    <>
      {files.map(({ id, name }) => (
        <a key={id} class="acc" href={`/files/${id}`}>
          {name}
        </a>
      ))}
    </>
  );
}

function Meta({ line, seen }: { line: Line; seen: boolean }) {
  const { role } = line.author;
  const sure = line.data?.confidence;
  return (
    <span class="meta">
      {role === "bot" && typeof sure === "number" && (
        <>
          <Meter share={sure} /> {sure.toFixed(2)}
        </>
      )}
      {role === "agent" && <Icon name={seen ? "checks" : "check"} />}
      {role === "agent" && <span class={seen ? "" : "vh"}>{t(seen ? "seen" : "sent")}</span>}
      {line.amended && <span>{t("edited")}</span>}
      <time dateTime={line.at}>{time(line.at)}</time>
    </span>
  );
}

export function DraftBubble({ draft, thread }: { draft: Draft; thread: Thread }) {
  return (
    <div class={`msg out pend ${draft.state}`}>
      <Avatar name={desk.value.agent?.name ?? ""} class="a" />
      <div class="bub">{draft.text}</div>
      <Fate draft={draft} thread={thread} asNote={false} />
    </div>
  );
}

function Fate({ draft, thread, asNote }: { draft: Draft; thread: Thread; asNote: boolean }) {
  if (draft.state !== "failed")
    return (
      <span class="meta">
        <Icon name={draft.state === "sent" ? "check" : "clock"} />
        {t(draft.state === "sent" ? "sent" : "waiting_to_send")}
      </span>
    );
  return (
    <span class="meta bad">
      <Icon name="alert" />
      <span class="why-not">{thread.refusals[draft.clientId] ?? t("not_sent")}</span>
      <button
        type="button"
        class="acc"
        onClick={() => again(thread.timeline.conversation ?? "", draft.clientId, draft.text, asNote)}
      >
        {t("send_again")}
      </button>
    </span>
  );
}

export function NoteLine({ note }: { note: Note }) {
  return (
    <div class="note">
      <Icon name="lock" />
      <p>
        <b>{note.author.name}</b> <span class="soft">· {t("staff_only")} ·</span>{" "}
        {parts(note.text, colleagues.value).map((part, i) =>
          part.name ? (
            <b class="acc" key={i}>
              {part.text}
            </b>
          ) : (
            part.text
          ),
        )}
      </p>
      <time dateTime={note.at}>{time(note.at)}</time>
    </div>
  );
}

export function DraftNote({ draft, thread }: { draft: Draft; thread: Thread }) {
  return (
    <div class="note">
      <Icon name="lock" />
      <p>
        <span class="soft">{t("staff_only")} ·</span> {draft.text}
      </p>
      <Fate draft={draft} thread={thread} asNote />
    </div>
  );
}
