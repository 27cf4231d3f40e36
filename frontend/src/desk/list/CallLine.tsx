/* One line over the list when a colleague named this agent in a note; gone once that conversation is looked at. */
import { signal } from "@preact/signals";
import { Icon } from "../../shared/staff/Icon";
import type { Call } from "../beside";
import { desk, select, selected } from "../room";
import { t } from "../words";

const answered = signal<Call | null>(null);

export function CallLine() {
  const { call } = desk.value;
  if (!call || answered.value === call || selected.value === call.conversation) return null;
  return (
    <p class="own-notice called" role="status">
      <Icon name="lock" class="s" />
      <span class="grow">{t("mentioned_by", { name: call.by })}</span>
      <button
        type="button"
        class="b s"
        onClick={() => {
          answered.value = call;
          select(call.conversation);
        }}
      >
        {t("read_it")}
      </button>
    </p>
  );
}
