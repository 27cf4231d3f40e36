/* Closes gaps in what the desk holds: one `replay` at a time for each conversation, from the last complete pair. */
import type { Head } from "./frames";
import { behind, held, type Thread } from "./thread";

export interface Healer {
  /** Call after an entry or a note, and with the server's head after `ready` and `pong`. */
  check(conversation: string, head?: Head): void;
  /** Another database: the heads of the old one mean nothing. */
  forget(): void;
}

/** `replay` resolves when everything after the pair is here. */
export function healer(
  thread: (conversation: string) => Thread | undefined,
  replay: (conversation: string, after: Head) => Promise<unknown>,
): Healer {
  const asking = new Set<string>();
  const known = new Map<string, Head>();

  async function ask(conversation: string, after: Head): Promise<void> {
    asking.add(conversation);
    try {
      await replay(conversation, after);
    } catch {
      return; // the next heartbeat or reconnect asks again
    } finally {
      asking.delete(conversation);
    }
    const now = thread(conversation);
    const progressed = now && (held(now)[0] > after[0] || held(now)[1] > after[1]);
    if (progressed) check(conversation);
  }

  function check(conversation: string, head: Head = [0, 0]): void {
    const [seq, n] = known.get(conversation) ?? [0, 0];
    const latest: Head = [Math.max(seq, head[0]), Math.max(n, head[1])];
    known.set(conversation, latest);
    const now = thread(conversation);
    if (now && behind(now, latest) && !asking.has(conversation)) void ask(conversation, held(now));
  }

  return { check, forget: () => known.clear() };
}
