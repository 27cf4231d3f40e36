/* What others see of us between messages: that we write, and how far we have read. Both are coalesced. */
import type { Frame } from "./wire";

const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;
export const TYPING_FADES_MS = 8_000;

export interface Typist {
  /** The field changed; an empty one means that nobody writes any more. */
  wrote(text: string): void;
}

/** At most one `typing` each 3 s while somebody writes, one `off` after 5 s of rest. `frame` adds what the side needs. */
export function typist(tell: (frame: Frame) => void, frame: (text: string) => object = () => ({})): Typist {
  let last = Number.NEGATIVE_INFINITY;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function off(): void {
    clearTimeout(idle);
    if (last === Number.NEGATIVE_INFINITY) return;
    last = Number.NEGATIVE_INFINITY;
    tell({ type: "typing", ...frame(""), on: false } as Frame);
  }

  return {
    wrote(text) {
      if (!text.trim()) return off();
      clearTimeout(idle);
      idle = setTimeout(off, IDLE_MS);
      if (Date.now() - last < REPEAT_MS) return;
      last = Date.now();
      tell({ type: "typing", ...frame(text), on: true } as Frame);
    },
  };
}

/** Sends `read` once for each new seq, and only while the page is looked at. */
export function reader(tell: (frame: Frame) => void): (conversation: string, seq: number) => void {
  const told = new Map<string, number>();
  return (conversation, seq) => {
    if (document.visibilityState !== "visible" || seq <= (told.get(conversation) ?? 0)) return;
    told.set(conversation, seq);
    tell({ type: "read", conversation, seq } as Frame);
  };
}
