/* Instead of Send, when somebody else got there while this agent was writing: who and when, read it, or go on. */
import { useRef, useState } from "preact/hooks";
import { sentHere, takeOver } from "../acts";
import { isMine } from "../groups";
import { desk, now } from "../room";
import type { HeldCard } from "../state";
import { arrived, type Thread } from "../thread";
import { duration, t } from "../words";
import { mayTakeOver } from "./rights";

export interface Overtaken {
  /** `lost`: a colleague has the conversation. `answered`: the same agent wrote in another window. */
  readonly kind: "lost" | "answered";
  readonly name: string;
  readonly at: string;
}

interface Begun {
  readonly seq: number;
  readonly asReply: boolean;
}

/** What happened since this draft was begun, or null; `read` starts anew. */
export function useTaken(
  card: HeldCard,
  thread: Thread,
  draft: string,
): (Overtaken & { read(): void }) | null {
  const begun = useRef<Begun | null>(null);
  const [, again] = useState(0);
  const speaks = isMine(card, desk.value.agent?.id);
  const seq = arrived(thread)[0];
  if (!draft.trim()) begun.current = null;
  else begun.current ??= { seq, asReply: speaks };
  const since = begun.current;
  const found = since?.asReply ? overtaken(card, thread, since.seq, speaks) : null;
  if (!found) return null;
  const read = () => {
    begun.current = { seq, asReply: speaks };
    again((n) => n + 1);
  };
  return { ...found, read };
}

/** Pure but for what this page sent itself. */
export function overtaken(card: HeldCard, thread: Thread, since: number, speaks: boolean): Overtaken | null {
  if (!speaks && card.state === "live" && card.assignee)
    return { kind: "lost", name: card.assignee.name, at: card.since };
  const theirs = thread.timeline.entries.find(
    ({ seq, kind, author, client_id }) =>
      seq > since && kind === "message" && author.role === "agent" && !sentHere.has(client_id ?? ""),
  );
  return theirs ? { kind: "answered", name: theirs.author.name ?? "", at: theirs.at } : null;
}

interface Props {
  card: HeldCard;
  taken: Overtaken & { read(): void };
  sendAs: (forStaff: boolean) => void;
}

export function Taken({ card, taken, sendAs }: Props) {
  const ago = duration((now.value - Date.parse(taken.at)) / 1_000);
  const lost = taken.kind === "lost";

  async function anyway(): Promise<void> {
    if (lost && !(await takeOver(card.id))) return;
    taken.read();
    sendAs(false);
  }

  function read(): void {
    taken.read();
    const log = document.querySelector(".log");
    log?.scrollTo({ top: log.scrollHeight });
  }

  return (
    <span class="taken" role="alert">
      <span class="grow">{t(lost ? "taken_by" : "answered_by", { name: taken.name, ago })}</span>
      <button type="button" class="b s" onClick={read}>
        {t("read_it")}
      </button>
      {lost && (
        <button type="button" class="b s" onClick={() => sendAs(true)}>
          {t("keep_as_note")}
        </button>
      )}
      {(!lost || mayTakeOver(card)) && (
        <button type="button" class="b s" onClick={() => void anyway()}>
          {t("send_anyway")}
        </button>
      )}
    </span>
  );
}
