/* Looks like a WebSocket and speaks by long polls, for networks that let no sockets through. One request at a time: one
   that only waits is given up as soon as there is something to send, since `after` brings whatever it would have told. */
import type { Dialled } from "../shared/socket";

const BAD_ORIGIN = 4501;
const TOKEN_EXPIRED = 4001;
const DROPPED = 1006;
const FRAMES = 32;

interface Told {
  readonly type: string;
  readonly conversation?: string;
  readonly seq?: number;
  readonly head?: number;
  readonly token?: string | null;
  readonly epoch?: string;
}

export class Polled implements Dialled {
  readyState: number = WebSocket.CONNECTING;
  onopen: Dialled["onopen"] = null;
  onmessage: Dialled["onmessage"] = null;
  onclose: Dialled["onclose"] = null;

  private waiting: { readonly text: string; readonly asks: boolean }[] = [];
  private after: Record<string, number> = {};
  private epoch: string | null = null;
  private known = false;
  private idle: AbortController | null = null;
  private wake: (() => void) | null = null;

  constructor(
    private readonly url: string,
    private readonly token: () => string | null,
  ) {
    queueMicrotask(() => {
      this.readyState = WebSocket.OPEN;
      this.onopen?.(new Event("open"));
      void this.goOn();
    });
  }

  /** `got` and `ping` are what a poll says anyway; nobody reads an answer to `bye`. */
  send(text: string): void {
    const frame = JSON.parse(text) as Told & { after?: Record<string, number> };
    if (["got", "ping", "bye"].includes(frame.type)) return;
    if (frame.type === "hello" && frame.epoch) this.after = { ...frame.after };
    this.waiting.push({ text, asks: "ref" in frame });
    this.idle?.abort();
    this.wake?.();
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
    this.idle?.abort();
    this.wake?.();
  }

  private async goOn(): Promise<void> {
    while (this.readyState === WebSocket.OPEN) {
      if (!this.known && !this.waiting.length) await this.somethingToSay();
      else await this.poll();
    }
  }

  private somethingToSay(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private async poll(): Promise<void> {
    const frames = this.waiting.splice(0, FRAMES);
    this.idle = frames.some(({ asks }) => asks) ? null : new AbortController();
    const { idle } = this;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: this.headers(),
        body: `{"frames":[${frames.map(({ text }) => text).join()}],"after":${JSON.stringify(this.after)},"epoch":${JSON.stringify(this.epoch)}}`,
        ...(idle ? { signal: idle.signal } : {}),
      });
      if (answer.ok) this.took((await answer.json()) as { frames: Told[]; closed: number | null });
      else if (answer.status === 403) this.fell(this.known ? TOKEN_EXPIRED : BAD_ORIGIN);
      else this.fell(DROPPED);
    } catch {
      if (!idle?.signal.aborted) this.fell(DROPPED);
    }
  }

  /** Before the first welcome the hello itself says who asks. */
  private headers(): Record<string, string> {
    const token = this.known ? this.token() : null;
    return { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  }

  private took({ frames, closed }: { frames: readonly Told[]; closed: number | null }): void {
    for (const frame of frames.length ? frames : [{ type: "pong", heads: {} }]) {
      if (this.readyState !== WebSocket.OPEN) return;
      this.noted(frame);
      this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(frame) }));
    }
    if (closed) this.fell(closed);
  }

  private noted({ type, conversation = "", seq = 0, head = 0, epoch }: Told): void {
    if (type === "welcome") {
      this.known = true;
      this.epoch = epoch ?? null;
    }
    if (type === "entry" && seq === (this.after[conversation] ?? 0) + 1) this.after[conversation] = seq;
    if (type === "reset") this.after[conversation] = head;
  }

  private fell(code: number): void {
    if (this.readyState !== WebSocket.OPEN) return;
    this.readyState = WebSocket.CLOSED;
    this.onclose?.(new CloseEvent("close", { code }));
  }
}
