/* One ticket: what happened, what was answered, and the next answer, public or for staff. */
import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../shared/staff/Avatar";
import { Icon } from "../../shared/staff/Icon";
import { type Comment, get, patch, post } from "../api";
import { date, t, term, time } from "../words";
import { Answer } from "./Answer";
import { STATES, type TicketRow, TicketState } from "./Tickets";

interface Whole extends TicketRow {
  readonly comments: readonly Comment[];
}

export function TicketPage({ number }: { number: string }) {
  const [ticket, show] = useState<Whole | null>(null);
  const [problem, complain] = useState("");
  const path = `tickets/${encodeURIComponent(number)}`;

  /** Do one thing, then show the ticket as the server has it now. True when it was done. */
  async function after(doing: Promise<unknown>): Promise<boolean> {
    try {
      await doing;
      show(await get<Whole>(path));
      complain("");
      return true;
    } catch (error) {
      complain((error as Error).message);
      return false;
    }
  }

  useEffect(() => void after(Promise.resolve()), [path]);

  return (
    <>
      <header class="bar top">
        <a class="b ic q" href="#/tickets" aria-label={t("back")}>
          <Icon name="back" />
        </a>
        <span class="soft nw">{number}</span>
        <h1 class="grow cut">{ticket?.title}</h1>
      </header>
      {problem && (
        <p class="complaint" role="alert">
          {problem}
        </p>
      )}
      {ticket && (
        <div class="tgrid">
          <section class="tmain">
            <Origin ticket={ticket} />
            <div class="tlog">
              {ticket.comments.map((comment) => (
                <CommentLine key={comment.at + comment.text} comment={comment} />
              ))}
              {ticket.comments.length === 0 && <p class="none">{t("no_comments")}</p>}
            </div>
            <Answer
              answer={(text, seen) => after(post(`${path}/comments`, { text, public: seen }))}
              closed={ticket.state === "closed"}
            />
          </section>
          <Facts ticket={ticket} move={(state) => void after(patch(path, { state }))} />
        </div>
      )}
    </>
  );
}

function Origin({ ticket }: { ticket: Whole }) {
  return (
    <p class="sys torigin">
      <Icon name="chats" />
      <span>
        <b>{term("ticket_reason", ticket.reason)}</b> · {date(ticket.created_at)} {time(ticket.created_at)}
      </span>
      {ticket.conversation && (
        <a class="acc nw" href={`#/c/${ticket.conversation}`}>
          {t("transcript")}
        </a>
      )}
    </p>
  );
}

function CommentLine({ comment }: { comment: Comment }) {
  const when = `${date(comment.at)} ${time(comment.at)}`;
  const name = comment.author || t("customer");
  if (!comment.public)
    return (
      <div class="note">
        <Icon name="lock" />
        <p>
          <b>{name}</b> <span class="soft">· {t("staff_only")} ·</span> {comment.text}
        </p>
        <time>{when}</time>
      </div>
    );
  return (
    <div class="tmsg">
      <Avatar name={comment.author} class={comment.role === "agent" ? "a" : ""} />
      <div>
        <p class="xs soft">
          <b>{name}</b> · {when}
        </p>
        <p class="tt">{comment.text}</p>
      </div>
    </div>
  );
}

function Facts({ ticket, move }: { ticket: Whole; move: (state: string) => void }) {
  return (
    <aside class="tside">
      <dl class="kv sec">
        <dt>{t("ticket_state")}</dt>
        <dd>
          <TicketState state={ticket.state} />
        </dd>
        <dt>{t("customer")}</dt>
        <dd>{ticket.customer.name || t("anonymous")}</dd>
        <dt>{t("ticket_priority")}</dt>
        <dd>{term("priority", ticket.priority)}</dd>
        <dt>{t("ticket_owner")}</dt>
        <dd>{ticket.owner ?? t("nobody_yet")}</dd>
        {ticket.due_at && (
          <>
            <dt>{t("ticket_due")}</dt>
            <dd>
              {date(ticket.due_at)} {time(ticket.due_at)}
            </dd>
          </>
        )}
      </dl>
      <div class="sec">
        <h3>{t("ticket_move")}</h3>
        <div class="tstates">
          {STATES.filter((state) => state !== ticket.state && state !== "closed").map((state) => (
            <button type="button" class="b s" key={state} onClick={() => move(state)}>
              {term("ticket_to", state)}
            </button>
          ))}
        </div>
      </div>
    </aside>
  );
}
