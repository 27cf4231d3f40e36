/* When to come again: full jitter, so that a thousand clients don't come at once (AWS, "Exponential Backoff and Jitter"). */

const BASE_MS = 250;
const CAP_MS = 10_000;

/** Milliseconds before try `attempt` (from 0); `chance` in [0, 1). */
export function delay(attempt: number, chance: number): number {
  return chance * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}

/** Whether a socket closed with `code` should be opened again: 4500–4999 mean no. */
export function comesAgain(code: number): boolean {
  return code < 4500 || code > 4999;
}
