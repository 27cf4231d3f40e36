/* The stage for the tests of tabs: a browser's locks and channels, and tabs whose sockets are played. */
import type { Followed, Ok } from "../protocol.gen";
import type { Frame, Line, LinkState } from "../shared/wire";
import { Tabs } from "./tabs";

/** As much of the Web Locks API as tabs use: one holder, a line behind it, and taking it away. */
export class Locks {
  private holder: { lost(error: Error): void } | null = null;
  private line: (() => void)[] = [];

  request(_name: string, options: LockOptions, run: () => Promise<unknown>): Promise<unknown> {
    return new Promise((_, reject) => {
      const hold = () => {
        this.holder = { lost: reject };
        void run();
      };
      options.signal?.addEventListener("abort", () => {
        this.line = this.line.filter((one) => one !== hold);
        reject(new DOMException("", "AbortError"));
      });
      if (options.steal) {
        this.holder?.lost(new DOMException("", "AbortError"));
        hold();
      } else if (this.holder) this.line.push(hold);
      else hold();
    });
  }

  /** The tab that leads is closed. */
  goes(): void {
    this.holder = null;
    this.line.shift()?.();
  }
}

/** Delivers at once, to every other one of that name. */
export class Channel {
  static all: Channel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    Channel.all.push(this);
  }
  postMessage(data: unknown): void {
    for (const one of Channel.all) if (one !== this && one.name === this.name) one.onmessage?.({ data });
  }
  close(): void {
    Channel.all = Channel.all.filter((one) => one !== this);
  }
}

export class Tab implements Line {
  readonly sent: Frame[] = [];
  readonly heard: Frame[] = [];
  readonly states: LinkState[] = [];
  opened = false;
  answer: () => Promise<Ok> = async () => ({ type: "ok", ref: 0 }) as Ok;
  talk: Followed | null = null;
  readonly tabs: Tabs;

  constructor() {
    this.tabs = new Tabs({
      name: "shop",
      own: this,
      heard: (frame) => void this.heard.push(frame),
      changed: (state) => void this.states.push(state),
      here: () => this.talk,
    });
  }
  open(): void {
    this.opened = true;
  }
  renew(): void {}
  close(): void {
    this.opened = false;
  }
  ask(frame: Frame): Promise<Ok> {
    this.sent.push(frame);
    return this.answer();
  }
  tell(frame: Frame): void {
    this.sent.push(frame);
  }
  /** What the own socket brings. */
  hears(frame: Frame): void {
    this.tabs.passOn(frame);
    this.heard.push(frame);
  }
}
