/* Tells the server what arrived, so that its window stays open: every 16 entries or after 1 s. */
import type { Frame } from "./wire";

const EVERY = 16;
const AFTER_MS = 1_000;

export interface Receipts {
  /** An entry of `conversation` arrived; `marks` is what to give back, `{seq}` or `{seq, n}`. */
  took(conversation: string, marks: object): void;
  /** The socket went away; what it sent will be named by `after`. */
  forget(): void;
}

export function receipts(tell: (frame: Frame) => void): Receipts {
  const latest = new Map<string, object>();
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function forget(): void {
    clearTimeout(timer);
    timer = undefined;
    count = 0;
    latest.clear();
  }

  function send(): void {
    const frames = [...latest].map(([conversation, marks]) => ({ type: "got", conversation, ...marks }));
    forget();
    for (const frame of frames) tell(frame);
  }

  return {
    took(conversation, marks) {
      latest.set(conversation, { ...latest.get(conversation), ...marks });
      count += 1;
      if (count >= EVERY) send();
      else timer ??= setTimeout(send, AFTER_MS);
    },
    forget,
  };
}
