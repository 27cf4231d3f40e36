/* What became of a message: its number at once, its state and the answers whenever one looks. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clock, day } from "../shared/time";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { Bar } from "./Bar";
import type { Ticket } from "./rest";
import type { Scene } from "./scene";
import type { LateKey } from "./words";

const STATES: Record<string, LateKey> = {
  open: "ticket.state.open",
  pending: "ticket.state.pending",
  on_hold: "ticket.state.on_hold",
  solved: "ticket.state.solved",
  closed: "ticket.state.closed",
};

/** After the form: waits for the ticket's entry, then shows its number. */
export function Sent({ scene }: { scene: Scene }) {
  const { story, refusal, link } = scene.talk;
  const line =
    story.stage.value === "resolved" ? story.lines.value.findLast((one) => one.kind === "ticket") : null;
  const number = line ? String(line.data?.number) : null;
  useEffect(() => {
    if (!number) return;
    scene.keep.note("ticket", number);
    scene.keep.note("letter", null);
  }, [number]);
  if (number) return <Done number={number} scene={scene} />;
  const words = refusal.value ? "form.refused" : link.value === "ready" ? "form.sending" : "form.waiting";
  return (
    <>
      <Bar scene={scene} title={scene.tell("form.message")} />
      <div class="w-main">
        <p class="w-soft" role="status">
          {scene.tell(words)}
        </p>
      </div>
    </>
  );
}

function Done({ number, scene }: { number: string; scene: Scene }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(number);
    copied.value = true;
  };
  const go = (at: "home" | "ticket") => () => {
    scene.view.value = at === "home" ? { at } : { at, number };
  };
  return (
    <>
      <Bar scene={scene} title={scene.tell("form.message")} />
      <div class="w-main">
        <div class="w-done">
          <span class="w-tick">
            <Icon d={icons.check} look="i-l" />
          </span>
          <h3 class="w-h">{scene.tell("done")}</h3>
          <div class="w-no">
            <div>
              <span class="w-soft w-s">{scene.tell("done.number")}</span>
              <b>{number}</b>
            </div>
            <button type="button" class="w-btn text small" onClick={() => void copy()}>
              {scene.tell(copied.value ? "copied" : "copy")}
            </button>
          </div>
          <ul class="w-next">
            <li>
              <Icon d={icons.mail} />
              <span>{scene.tell("done.here")}</span>
            </li>
            <li>
              <Icon d={icons.clock} />
              <span>{scene.tell("done.keep")}</span>
            </li>
          </ul>
        </div>
      </div>
      <div class="w-act">
        <button type="button" class="w-btn main wide" onClick={go("ticket")}>
          {scene.tell("done.see")}
        </button>
        <button type="button" class="w-btn text wide" onClick={go("home")}>
          {scene.tell("new")}
        </button>
      </div>
    </>
  );
}

export function TicketPage({ number, scene }: { number: string; scene: Scene }) {
  const ticket = useSignal<Ticket | null>(null);
  const lost = useSignal(false);
  const load = async () => {
    lost.value = false;
    try {
      ticket.value = await scene.rest.ticket(number);
    } catch {
      lost.value = true;
    }
  };
  useEffect(() => void load(), [number]);
  return (
    <>
      <Bar scene={scene} title={scene.tell("ticket", { number })} />
      <div class="w-main">
        {ticket.value && <Progress ticket={ticket.value} scene={scene} />}
        {lost.value && (
          <div class="w-done">
            <p role="status">{scene.tell("ticket.lost")}</p>
            <button type="button" class="w-btn line small" onClick={() => void load()}>
              {scene.tell("retry")}
            </button>
          </div>
        )}
      </div>
    </>
  );
}

function Progress({ ticket, scene }: { ticket: Ticket; scene: Scene }) {
  const locale = scene.locale.value;
  const state = STATES[ticket.state];
  const comments = ticket.comments ?? [];
  return (
    <>
      <p class="w-chip on">{state ? scene.tell(state) : ticket.state}</p>
      {ticket.title && <h3 class="w-title">{ticket.title}</h3>}
      {comments.length === 0 && <p class="w-soft">{scene.tell("ticket.none")}</p>}
      <ul class="w-next">
        {comments.map((comment) => (
          <li key={comment.at} class="w-comment">
            <p class="w-soft w-s">
              {typeof comment.author === "string" ? comment.author : comment.author?.name} ·{" "}
              {day(comment.at, locale)} {clock(comment.at, locale)}
            </p>
            <p>{comment.text}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
