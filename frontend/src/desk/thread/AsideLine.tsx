/* A line that only this desk shows: an offer that went away, or what came of a transfer. */
import { Icon } from "../../shared/staff/Icon";
import type { Aside } from "../thread";
import { type Key, t, term, time } from "../words";

const HANDED: Readonly<Record<string, Key>> = {
  accepted: "handed_accepted",
  declined: "handed_declined",
  expired: "handed_expired",
  lost: "handed_lost",
};
const BACK: Readonly<Record<string, Key>> = { declined: "back_declined", expired: "back_expired" };

function worded({ kind, reason, name = "" }: Aside): string {
  if (kind === "handed") return t(HANDED[reason] ?? "handed_withdrawn", { name });
  const back = kind === "back" && BACK[reason];
  return back ? t(back, { name }) : term("withdrawn", reason);
}

export function AsideLine({ aside }: { aside: Aside }) {
  const what = worded(aside);
  return (
    <p class="sys">
      <Icon name="swap" />
      <span>
        {aside.kind === "handed" ? <b>{what}</b> : what}
        {aside.said && <> · {t("quoted", { text: aside.said })}</>}
      </span>
      <time>{time(aside.at)}</time>
    </p>
  );
}
