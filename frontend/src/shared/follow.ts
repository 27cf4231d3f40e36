/* Closes gaps: asks `replay` once at a time for a conversation, until nothing is missing up to the known head. */
import type { Ok } from "../protocol.gen";
import { missing, type Timeline } from "./timeline";

export interface Follower {
  /** Call after every entry, and with the server's head after `ready` and `pong`. */
  check(head?: number): void;
}

/** `held` gives the timeline as it is now; `replay` asks for what comes after a seq and resolves when it is all here. */
export function follow(held: () => Timeline, replay: (after: number) => Promise<Ok>): Follower {
  let asking = false;
  let known = 0;

  async function ask(after: number): Promise<void> {
    asking = true;
    try {
      await replay(after);
    } catch {
      return; // the next heartbeat or reconnect asks again
    } finally {
      asking = false;
    }
    if (missing(held(), known) !== after) check();
  }

  function check(head = 0): void {
    known = Math.max(known, head);
    const after = missing(held(), known);
    if (after !== null && !asking) void ask(after);
  }

  return { check };
}
