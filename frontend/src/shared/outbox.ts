/* What must not be lost on the way out. A frame stays in the store until the server answered it, through reloads,
   and goes out again with the same `client_id`; order is kept, so the second waits for the first. */
import type { Ok } from "../protocol.gen";
import type { Store } from "./storage";
import { type Frame, Lost, Refusal } from "./wire";

const PATIENCE_MS = 5_000;
const PREFIX = "out:";

export interface Parcel {
  readonly id: string;
  readonly at: string;
  readonly order: number;
  readonly frame: Frame & Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

export interface OutboxOptions {
  readonly store: Store;
  send(frame: Frame): Promise<Ok>;
  sent(parcel: Parcel, ok: Ok): void;
  failed(parcel: Parcel, refusal: Refusal): void;
}

export class Outbox {
  private busy = false;
  private online = false;

  constructor(private readonly options: OutboxOptions) {}

  /** Everything that waits, oldest first; also what another tab or an earlier page left. */
  parcels(): Parcel[] {
    return this.options.store
      .keys()
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => JSON.parse(this.options.store.getItem(key) ?? "null") as Parcel | null)
      .filter((parcel) => parcel !== null)
      .sort((a, b) => a.order - b.order);
  }

  post(id: string, frame: Parcel["frame"]): Parcel {
    const order = Math.max(0, ...this.parcels().map((parcel) => parcel.order)) + 1;
    const parcel = { id, at: new Date().toISOString(), order, frame, failed: false };
    this.keep(parcel);
    void this.flush();
    return parcel;
  }

  /** Try a failed one once more, under the same `client_id`. */
  again(id: string): void {
    const parcel = this.parcels().find((one) => one.id === id);
    if (!parcel) return;
    this.keep({ ...parcel, failed: false });
    void this.flush();
  }

  /** Give a frame up: it isn't kept any more. */
  forget(id: string): void {
    this.options.store.removeItem(PREFIX + id);
  }

  /** The socket is ready: send what waits. */
  resume(): void {
    this.online = true;
    void this.flush();
  }

  pause(): void {
    this.online = false;
  }

  private keep(parcel: Parcel): void {
    this.options.store.setItem(PREFIX + parcel.id, JSON.stringify(parcel));
  }

  private async flush(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.next(); this.online && next; next = this.next()) await this.deliver(next);
    this.busy = false;
  }

  private next(): Parcel | undefined {
    return this.parcels().find((parcel) => !parcel.failed);
  }

  private async deliver(parcel: Parcel): Promise<void> {
    try {
      const ok = await patiently(this.options.send(parcel.frame));
      this.forget(parcel.id);
      this.options.sent(parcel, ok);
    } catch (error) {
      await this.missed(parcel, error);
    }
  }

  /** Refused for good: keep it as failed. Retryable: wait as told. Lost or late: the loop sends the same frame again. */
  private async missed(parcel: Parcel, error: unknown): Promise<void> {
    console.debug("[chatdesk]", parcel.id, error); // the id that the server's log has for it
    if (!(error instanceof Refusal)) {
      if (error instanceof Lost) this.online = false;
      return;
    }
    if (error.retryable) return pause(error.retryAfterMs);
    this.keep({ ...parcel, failed: true });
    this.options.failed(parcel, error);
  }
}

class Late extends Error {}

function patiently<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late()), PATIENCE_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
