/* The list: offered, mine, parked, waiting, with the bot, ended. Rows keep their place while the pointer is over them. */
import { useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { type Group, type GroupKey, urgency, waiting } from "../groups";
import { OwnNotice } from "../rail/OwnNotice";
import { desk, helpOpen, listed, now } from "../room";
import { duration, t } from "../words";
import { CallLine } from "./CallLine";
import { PassedLine } from "./PassedLine";
import { Row } from "./Row";
import "./list.css";

export function List() {
  const [folded, fold] = useState<readonly GroupKey[]>(["bot", "ended"]);
  const [over, hover] = useState(false);
  const shown = useSteady(listed.value, over);
  const toggle = (key: GroupKey) =>
    fold(folded.includes(key) ? folded.filter((one) => one !== key) : [...folded, key]);
  return (
    <aside class="lst" aria-label={t("conversations")}>
      <header class="bar">
        <h1 class="grow">{t("inbox")}</h1>
        <button
          type="button"
          class="b ic s q wide"
          title={t("keys")}
          aria-label={t("keys")}
          onClick={() => (helpOpen.value = true)}
        >
          <kbd>?</kbd>
        </button>
      </header>
      <OwnNotice />
      <CallLine />
      <PassedLine />
      <div class="scroll" onPointerEnter={() => hover(true)} onPointerLeave={() => hover(false)}>
        {shown.map((group) => (
          <Part key={group.key} group={group} folded={folded.includes(group.key)} toggle={toggle} />
        ))}
      </div>
    </aside>
  );
}

/** The groups in their order, but while `still` the rows stay where they were; new ones come last. */
function useSteady(fresh: readonly Group[], still: boolean): readonly Group[] {
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  if (!still) {
    const ids = fresh.flatMap((group) => group.cards.map((card) => card.id));
    before.current = new Map(ids.map((id, place) => [id, place]));
    return fresh;
  }
  const placed = (id: string) => before.current.get(id) ?? Number.POSITIVE_INFINITY;
  return fresh.map((group) => ({
    ...group,
    cards: [...group.cards].sort((a, b) => (placed(a.id) < placed(b.id) ? -1 : 1)),
  }));
}

interface PartProps {
  group: Group;
  folded: boolean;
  toggle: (key: GroupKey) => void;
}

function Part({ group: { key, cards }, folded, toggle }: PartProps) {
  return (
    <section aria-label={t(`group_${key}`)}>
      <h2 class="gh">
        <button type="button" aria-expanded={!folded} onClick={() => toggle(key)}>
          <Icon name="down" />
          {t(`group_${key}`)} <span class="n">{cards.length}</span>
        </button>
        <GroupFigure group={key} cards={cards} />
      </h2>
      {!folded && cards.map((card) => <Row key={card.id} card={card} />)}
      {!folded && cards.length === 0 && (
        <p class="none">{t(key === "mine" ? "none_mine" : "none_waiting")}</p>
      )}
    </section>
  );
}

function GroupFigure({ group, cards }: { group: GroupKey; cards: Group["cards"] }) {
  const { load, capacity } = desk.value;
  if (group === "mine") return <span class="n">{t("slots", { load, capacity })}</span>;
  const oldest = group === "waiting" && cards[0] ? waiting(cards[0], now.value) : null;
  if (!oldest) return null;
  return (
    <span class="n">
      {t("oldest")} <span class={urgency(oldest)}>{duration(oldest.seconds)}</span>
    </span>
  );
}
