/* What was said, in order, with notes and system lines between. The bot's part is folded. */
import { TYPING_FADES_MS } from "../../shared/presence";
import { Icon } from "../../shared/staff/Icon";
import { botOpen, now } from "../room";
import type { HeldCard } from "../state";
import { botPart, type Item, type Thread, weave } from "../thread";
import { date, nameOf, t } from "../words";
import { AsideLine } from "./AsideLine";
import { BotRow } from "./BotRow";
import { BotSummary } from "./BotSummary";
import { Bubble, DraftBubble, DraftNote, NoteLine } from "./Bubble";
import { usePlace } from "./place";
import { isSystem, SystemLine } from "./SystemLine";

export function Log({ card, thread }: { card: HeldCard; thread: Thread }) {
  const items = weave(thread);
  const bots = botPart(items);
  const foldable = bots > 0 && bots < items.length;
  const folded = foldable && !botOpen.value;
  const own = thread.timeline.pending.length + thread.noteDrafts.length;
  const place = usePlace(card.id, items.length, own);
  return (
    <div class="log-room">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard */}
      <div class="log" role="log" tabIndex={0} aria-label={t("log")} ref={place.log}>
        {bots > 0 && <BotRow items={items.slice(0, bots)} foldable={foldable} folded={folded} />}
        {foldable && <BotSummary key={card.id} id={card.id} />}
        {(folded ? items.slice(bots) : items).map((item) => (
          <One key={keyOf(item)} item={item} card={card} thread={thread} />
        ))}
        <TypingLine card={card} thread={thread} />
      </div>
      {place.below !== null && (
        <button type="button" class="b s below" onClick={place.toFoot}>
          {place.below > 0 ? t("new_below", { n: place.below }) : t("to_the_end")}
          <Icon name="down" />
        </button>
      )}
    </div>
  );
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
      return <AsideLine aside={item.aside} />;
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
