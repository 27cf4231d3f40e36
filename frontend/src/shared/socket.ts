/* A WebSocket that comes back by itself. It knows refs, heartbeats, silence and back-off, and nothing of chat. */
import type { ByeNow, Ok, Refused } from "../protocol.gen";
import { comesAgain, delay } from "./backoff";
import { type Frame, type Line, type LinkState, Lost, Refusal } from "./wire";

const SILENCE_MS = 25_000;
const CONNECT_MS = 10_000;
const HELLO_TRIES = 3;

export interface SocketOptions {
  readonly url: string;
  /** Another way to the server after `failed` tries in a row that found no way; undefined while there is none. */
  dial?(failed: number): Dialled | undefined;
  /** The `hello` of this try, without `ref`. */
  hello(): Frame;
  /** Every frame that is no answer, and the `welcome`. */
  heard(frame: Frame): void;
  changed(state: LinkState, code: number): void;
  /** The server refused `hello`; true means that the next `hello` differs and is worth sending. */
  refused(refusal: Refusal): boolean;
}

/** As much of a WebSocket as is used here. */
export interface Dialled {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

interface Waiter {
  resolve(frame: Ok): void;
  reject(error: Error): void;
}

export class Socket implements Line {
  private ws: Dialled | null = null;
  private failed = 0;
  private ref = 0;
  private attempt = 0;
  private hellos = 0;
  private helloRef = -1;
  private rest = -1;
  private readonly waiting = new Map<number, Waiter>();
  private beat: ReturnType<typeof setInterval> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SocketOptions) {}

  open(): void {
    clearTimeout(this.again);
    if (this.ws) return;
    const ws: Dialled = this.options.dial?.(this.failed) ?? new WebSocket(this.options.url);
    this.ws = ws;
    this.failed += 1;
    ws.onopen = () => {
      this.hellos = 0;
      this.sayHello();
    };
    ws.onmessage = (event) => this.took(JSON.parse(String(event.data)) as Frame);
    ws.onclose = (event) => this.fell(ws, event.code);
    this.listen(CONNECT_MS);
  }

  renew(): void {
    if (!this.ws) return;
    this.rest = 0;
    this.fell(this.ws, 1000);
  }

  close(quietly = false): void {
    if (!quietly) this.tell({ type: "bye" });
    this.fell(this.ws, 4500);
  }

  ask(frame: Frame): Promise<Ok> {
    const ref = this.ref++;
    return new Promise((resolve, reject) => {
      if (!this.send({ ...frame, ref })) return reject(new Lost());
      this.waiting.set(ref, { resolve, reject });
    });
  }

  tell(frame: Frame): void {
    this.send(frame);
  }

  private send(frame: object): boolean {
    if (this.ws?.readyState !== WebSocket.OPEN) return false;
    this.ws.send(JSON.stringify(frame));
    return true;
  }

  private sayHello(): void {
    this.helloRef = this.ref++;
    this.hellos += 1;
    this.send({ ...this.options.hello(), ref: this.helloRef });
  }

  private took(frame: Frame): void {
    this.listen();
    if (frame.type === "ok") this.answered(frame as Ok);
    else if (frame.type === "refused" && (frame as Refused).ref !== null) this.wasRefused(frame as Refused);
    else this.passed(frame);
  }

  private passed(frame: Frame): void {
    if (frame.type === "welcome") this.startBeat((frame as Frame & { heartbeat_s: number }).heartbeat_s);
    if (frame.type === "bye") this.rest = (frame as ByeNow).retry_ms;
    this.options.heard(frame);
    if (frame.type !== "ready") return;
    this.attempt = this.failed = 0;
    this.options.changed("ready", 0);
  }

  private answered(frame: Ok): void {
    this.waiting.get(frame.ref)?.resolve(frame);
    this.waiting.delete(frame.ref);
  }

  private wasRefused(frame: Refused): void {
    const refusal = new Refusal(frame);
    const waiter = this.waiting.get(frame.ref ?? -1);
    if (frame.ref !== this.helloRef) {
      this.waiting.delete(frame.ref ?? -1);
      waiter?.reject(refusal);
    } else if (this.options.refused(refusal) && this.hellos < HELLO_TRIES) this.sayHello();
    else this.fell(this.ws, refusal.retryable ? 4008 : 4500);
  }

  private startBeat(seconds: number): void {
    clearInterval(this.beat);
    this.beat = setInterval(() => this.tell({ type: "ping" }), seconds * 1_000);
  }

  private listen(forMs = SILENCE_MS): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fell(this.ws, 4008), forMs);
  }

  /** The socket is gone: whoever waits is told, and unless the code forbids it we come again. */
  private fell(ws: Dialled | null, code: number): void {
    if (ws !== this.ws) return;
    this.ws = null;
    clearInterval(this.beat);
    clearTimeout(this.silence);
    clearTimeout(this.again);
    for (const waiter of this.waiting.values()) waiter.reject(new Lost());
    this.waiting.clear();
    if (ws && ws.readyState <= WebSocket.OPEN) ws.close(1000);
    if (comesAgain(code)) this.comeAgain(code);
    else this.options.changed("ended", code);
  }

  private comeAgain(code: number): void {
    const resting = this.rest >= 0;
    const wait = resting ? this.rest : delay(this.attempt++, Math.random());
    this.rest = -1;
    this.options.changed(resting ? "connecting" : "lost", code);
    this.again = setTimeout(() => this.open(), wait);
  }
}
