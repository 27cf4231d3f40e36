/* What passes between a socket and those who use it, whichever side of the desk they sit on. */
import type { Code, Ok, Refused } from "../protocol.gen";

export interface Frame {
  readonly type: string;
}

/** connecting: on the way or resting on purpose · ready: caught up · lost: trying again · ended: won't come again. */
export type LinkState = "connecting" | "ready" | "lost" | "ended";

export interface Link {
  /** Send a frame that wants one answer. Rejects with Refusal, or with Lost when the socket went away first. */
  ask(frame: Frame): Promise<Ok>;
  /** Send a one-way frame; dropped while there is no socket. */
  tell(frame: Frame): void;
}

/** A link with its life in hand. */
export interface Line extends Link {
  open(): void;
  /** Leave and come back at once, with a new `hello`. */
  renew(): void;
  /** Put it away; unless it goes `quietly`, a `bye` frees the presence at once. It may be opened again. */
  close(quietly?: boolean): void;
}

/** The server said no. */
export class Refusal extends Error {
  readonly code: Code;
  readonly retryable: boolean;
  readonly retryAfterMs: number;

  constructor(readonly frame: Refused) {
    super(frame.message);
    this.code = frame.code;
    this.retryable = frame.retryable;
    this.retryAfterMs = frame.retry_after_ms ?? 1_000;
  }
}

/** The socket went away before the answer came; whether the server took the frame isn't known. */
export class Lost extends Error {}
