/* One line over the list when a colleague took a conversation over; it goes by itself. */
import { Icon } from "../../shared/staff/Icon";
import { desk, now } from "../room";
import { nameOf, t } from "../words";

const STANDS_MS = 60_000;

export function PassedLine() {
  const { passed } = desk.value;
  if (!passed || now.value - Date.parse(passed.at) > STANDS_MS) return null;
  const name = nameOf(passed.customer, passed.conversation);
  return (
    <p class="own-notice passed" role="status">
      <Icon name="swap" class="s" />
      <span class="grow">{t("passed_line", { name, to: passed.to })}</span>
    </p>
  );
}
