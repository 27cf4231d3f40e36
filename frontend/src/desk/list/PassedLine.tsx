/* One line over the list when a conversation left without being ended; it goes by itself. */
import { Icon } from "../../shared/staff/Icon";
import { desk, now } from "../room";
import { passedWords } from "../words";

const STANDS_MS = 60_000;

export function PassedLine() {
  const { passed } = desk.value;
  if (!passed || now.value - Date.parse(passed.at) > STANDS_MS) return null;
  return (
    <p class="own-notice passed" role="status">
      <Icon name="swap" class="s" />
      <span class="grow">{passedWords(passed)}</span>
    </p>
  );
}
