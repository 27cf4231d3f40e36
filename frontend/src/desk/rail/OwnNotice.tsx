/* Why no conversations come to this agent, and the one click that changes it. */
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { setPresence } from "../acts";
import { desk } from "../room";
import { type Key, t } from "../words";

const NOTICES: Readonly<Record<string, Key>> = {
  not_responding: "notice_not_responding",
  wrap_up: "notice_wrap_up",
  offline: "notice_offline",
  break: "notice_break",
};
const BACK: Readonly<Record<string, Key>> = { wrap_up: "take_next", not_responding: "back_online" };

/** `among` limits it to some states; otherwise any that keeps conversations away. */
export function OwnNotice({ among }: { among?: readonly string[] }) {
  const { presence, agent } = desk.value;
  const notice = NOTICES[presence];
  if (!agent || !notice || (among && !among.includes(presence))) return null;
  return (
    <p class={`own-notice ${presence}`} role="status">
      <PresenceMark state={presence} />
      <span class="grow">{t(notice)}</span>
      <button type="button" class="b s" onClick={() => void setPresence("online")}>
        {t(BACK[presence] ?? "go_online")}
      </button>
    </p>
  );
}
