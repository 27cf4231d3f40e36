/* What was said, in order, with notes and system lines between. Stays at the foot unless somebody scrolled up. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { TYPING_FADES_MS } from "../../shared/presence";
import { Icon } from "../../shared/staff/Icon";
import { botOpen, now, selected } from "../room";
import type { HeldCard } from "../state";
import { botPart, type Item, type Thread, weave } from "../thread";
import { date, nameOf, t, term, time } from "../words";
import { BotRow } from "./BotRow";
import { Bubble, DraftBubble, DraftNote, NoteLine } from "./Bubble";
import { isSystem, SystemLine } from "./SystemLine";

/** A bot's part up to this many items is short enough to stand unfolded. */
const SHORT = 8;
const NEAR = 80;

export function Log({ card, thread }: { card: HeldCard; thread: Thread }) {
  const items = weave(thread);
  const bots = botPart(items);
  const foldable = bots > SHORT && bots < items.length;
  const folded = foldable && !botOpen.value;
  const place = useFoot(items.length + thread.timeline.pending.length, thread.typing !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
    <div class="log" role="log" tabIndex={0} aria-label={t("log")} ref={place}>
      {bots > 0 && <BotRow items={items.slice(0, bots)} foldable={foldable} folded={folded} />}
      {(folded ? items.slice(bots) : items).map((item) => (
        <One key={keyOf(item)} item={item} card={card} thread={thread} />
      ))}
      <TypingLine card={card} thread={thread} />
    </div>
  );
}

/** Keeps the foot in view while it was in view, and always when another conversation is chosen. */
function useFoot(...what: unknown[]) {
  const place = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  useLayoutEffect(() => {
    const log = place.current;
    if (!log) return;
    const watch = () => {
      near.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    };
    const stay = new ResizeObserver(() => {
      if (near.current) log.scrollTop = log.scrollHeight;
    });
    stay.observe(log);
    log.addEventListener("scroll", watch, { passive: true });
    return () => {
      stay.disconnect();
      log.removeEventListener("scroll", watch);
    };
  }, []);
  useLayoutEffect(() => {
    if (near.current) place.current?.scrollTo({ top: place.current.scrollHeight });
  }, [selected.value, ...what]);
  return place;
}

function keyOf(item: Item): string {
  if (item.kind === "entry") return `e${item.line.seq}`;
  if (item.kind === "note") return `n${item.note.n}`;
  if (item.kind === "draft") return item.draft.clientId;
  return item.kind + item.at;
}

function One({ item, card, thread }: { item: Item; card: HeldCard; thread: Thread }) {
  switch (item.kind) {
    case "day":
      return <h3 class="day">{date(item.at)}</h3>;
    case "note":
      return <NoteLine note={item.note} />;
    case "aside":
      return (
        <p class="sys">
          <Icon name="swap" />
          <span>{term("withdrawn", item.aside.reason)}</span>
          <time>{time(item.at)}</time>
        </p>
      );
    case "draft":
      return item.asNote ? (
        <DraftNote draft={item.draft} thread={thread} />
      ) : (
        <DraftBubble draft={item.draft} thread={thread} />
      );
    default:
      return isSystem(item.line) ? (
        <SystemLine line={item.line} card={card} thread={thread} />
      ) : (
        <Bubble line={item.line} card={card} thread={thread} />
      );
  }
}

function TypingLine({ card, thread: { typing } }: { card: HeldCard; thread: Thread }) {
  if (typing?.role !== "visitor" || now.value - typing.heardAt > TYPING_FADES_MS) return null;
  const name = typing.name || nameOf(card.customer.name, card.customer.id);
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="cut">
        {typing.preview ? t("typing_preview", { name, text: typing.preview }) : t("typing", { name })}
      </span>
    </p>
  );
}
