/* How a tab reaches the server: by a socket, by polls where the network lets none through, through another tab where
   there are several. The latter two are fetched when they are needed. */
import type { Followed, Ok } from "../protocol.gen";
import { type Dialled, Socket, type SocketOptions } from "../shared/socket";
import type { Frame, Line } from "../shared/wire";
import type { Tabs } from "./tabs";

const IN_VAIN = 2; // tries without a way before one is spent on a poll; sockets are tried again after it

export interface ReachOptions extends Omit<SocketOptions, "url" | "dial"> {
  readonly site: string;
  readonly base: string;
  token(): string | null;
  /** The talk as this tab knows it. */
  here(): Followed | null;
}

export class Reach implements Line {
  private line: Line;
  private tabs: Tabs | undefined;
  private polled: typeof import("./polled") | undefined;

  constructor(private readonly options: ReachOptions) {
    this.line = new Socket({
      ...options,
      url: `${options.base.replace(/^http/, "ws")}/ws/visitor`,
      dial: (failed) => this.dial(failed),
      heard: (frame) => {
        this.tabs?.passOn(frame);
        options.heard(frame);
      },
      changed: (state, code) => {
        this.tabs?.turned(state, code);
        options.changed(state, code);
      },
    });
  }

  /** Come in: alone, or with the other tabs of this site. */
  start(): void {
    if (navigator.locks) this.comeTogether();
    else this.open();
  }

  open(): void {
    this.line.open();
  }

  renew(): void {
    this.line.renew();
  }

  close(): void {
    this.line.close();
  }

  ask(frame: Frame): Promise<Ok> {
    return this.line.ask(frame);
  }

  tell(frame: Frame): void {
    this.line.tell(frame);
  }

  /** The lock is had for as long as this tab lives, or until another takes it. */
  private comeTogether(): void {
    const alone = (lock: Lock | null) => {
      if (!lock) return null;
      this.open();
      return new Promise(() => {});
    };
    const share = async (late: boolean) => {
      const part = await import("./tabs").catch(() => undefined);
      if (part) this.share(part);
      if (late || !part) this.open();
    };
    navigator.locks.request(this.name, { ifAvailable: true }, alone).then(
      () => share(true),
      () => share(false),
    );
  }

  private get name(): string {
    return `chatdesk:${this.options.base}:${this.options.site}`;
  }

  private share({ Tabs }: typeof import("./tabs")): void {
    this.tabs = this.line = new Tabs({ ...this.options, name: this.name, own: this.line });
  }

  private dial(failed: number): Dialled | undefined {
    if (failed && !this.polled) void this.fetchPolls();
    if (failed % (IN_VAIN + 1) !== IN_VAIN || !this.polled) return;
    return new this.polled.Polled(`${this.options.base}/api/v1/visitor/poll`, this.options.token);
  }

  private async fetchPolls(): Promise<void> {
    this.polled = await import("./polled").catch(() => undefined);
  }
}
