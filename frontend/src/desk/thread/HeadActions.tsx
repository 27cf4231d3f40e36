/* What can be done with the conversation: transfer, park, end, take. On phones all but the first stand in one menu. */
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { takeOn, takeOver } from "../acts";
import { ParkMenu } from "../park/ParkMenu";
import { menuKeys } from "../rail/menu";
import { customerOpen, ending, floating } from "../room";
import type { HeldCard } from "../state";
import type { Thread } from "../thread";
import { pendingOf } from "../transfer/Pending";
import { TransferDialog } from "../transfer/TransferDialog";
import { t } from "../words";
import { mayEnd, mayGoOn, maySetAside, mayTake, mayTakeOver } from "./rights";

type Floats = "transfer" | "park" | "more";

export const toggle = (what: Floats) => {
  floating.value = floating.value === what ? null : what;
};

export function HeadActions({ card, thread }: { card: HeldCard; thread: Thread }) {
  const aside = maySetAside(card);
  const open = floating.value;
  const handing = pendingOf(card, thread) !== null;
  return (
    <>
      <CustomerButton />
      {aside && !handing && <Opener what="transfer" icon="swap" word={t("transfer")} keys="T" />}
      {aside && <Opener what="park" icon="moon" word={t("park")} keys="H" />}
      <Main card={card} />
      <button
        type="button"
        class="b ic q only-m"
        aria-label={t("more_actions")}
        aria-haspopup="menu"
        aria-expanded={open === "more"}
        data-opens="more"
        onClick={() => toggle("more")}
      >
        <Icon name="more" />
      </button>
      {aside && open === "transfer" && <TransferDialog card={card} />}
      {aside && open === "park" && <ParkMenu card={card} />}
      {open === "more" && <More card={card} handing={handing} />}
    </>
  );
}

function CustomerButton() {
  return (
    <button
      type="button"
      class="b ic q customer-b wide"
      title={t("customer")}
      aria-label={t("customer")}
      aria-expanded={customerOpen.value}
      onClick={() => (customerOpen.value = !customerOpen.value)}
    >
      <Icon name="seat" />
    </button>
  );
}

function Opener({ what, icon, word, keys }: { what: Floats; icon: IconName; word: string; keys: string }) {
  return (
    <button
      type="button"
      class="b q wide opener"
      title={word}
      aria-haspopup="dialog"
      aria-expanded={floating.value === what}
      data-opens={what}
      onClick={() => toggle(what)}
    >
      <Icon name={icon} />
      <span>{word}</span> <kbd>{keys}</kbd>
    </button>
  );
}

/** Take or go on, where that is to be done; else end. */
function Main({ card }: { card: HeldCard }) {
  const takes = mayTake(card);
  return (
    <>
      {(takes || mayGoOn(card)) && (
        <button type="button" class="b p" onClick={() => void takeOn(card.id)}>
          {t(takes ? "take" : "go_on")} {takes && <kbd>I</kbd>}
        </button>
      )}
      {mayTakeOver(card) && (
        <button type="button" class="b" onClick={() => void takeOver(card.id)}>
          {t("take_over")}
        </button>
      )}
      {mayEnd(card) && (
        <button
          type="button"
          class={`b ${takes || mayGoOn(card) ? "wide" : ""}`}
          aria-expanded={ending.value !== null}
          onClick={() => (ending.value = ending.value ? null : "resolved")}
        >
          <Icon name="check" />
          {t("resolve")} <kbd>E</kbd>
        </button>
      )}
    </>
  );
}

interface Item {
  readonly icon: IconName;
  readonly word: string;
  readonly act: () => void;
}

function More({ card, handing }: { card: HeldCard; handing: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => menuKeys(place.current, () => (floating.value = null)), []);
  const instead = (act: () => void) => () => {
    floating.value = null;
    act();
  };
  const aside = maySetAside(card);
  const items: Item[] = [
    { icon: "seat", word: t("customer"), act: instead(() => (customerOpen.value = true)) },
    ...(aside && !handing
      ? [{ icon: "swap" as const, word: t("transfer"), act: () => toggle("transfer") }]
      : []),
    ...(aside ? [{ icon: "moon" as const, word: t("park"), act: () => toggle("park") }] : []),
    ...(mayEnd(card)
      ? [{ icon: "check" as const, word: t("resolve"), act: instead(() => (ending.value = "resolved")) }]
      : []),
  ];
  return (
    <div class="menu more-menu" role="menu" aria-label={t("more_actions")} ref={place}>
      {items.map(({ icon, word, act }) => (
        <button key={word} type="button" role="menuitem" class="mi" onClick={act}>
          <Icon name={icon} />
          <span>{word}</span>
        </button>
      ))}
    </div>
  );
}
