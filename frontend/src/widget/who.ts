/* Who the widget says it is, the first time and each time that it comes back. */
import type { Welcome } from "../protocol.gen";
import { complete } from "../shared/timeline";
import type { Frame, Refusal } from "../shared/wire";
import type { Keep } from "./keep";
import type { Story } from "./story";

export interface Guest {
  readonly site: string;
  readonly keep: Keep;
  locale(): string;
}

export class Who {
  /** What the firm's page vouches with. */
  identity: unknown = null;
  private epoch: string | null = null;

  constructor(private readonly guest: Guest) {}

  /** The `hello` without its `ref`; `after` is only believed together with the database's `epoch`. */
  hello({ conversation, timeline }: Story): Frame {
    const { site, keep, locale } = this.guest;
    const token = keep.getItem("token");
    const after = conversation ? { [conversation]: complete(timeline.value) } : {};
    return {
      type: "hello",
      protocol: 1,
      site,
      device: keep.device(),
      locale: locale(),
      page: { url: location.href, title: document.title, referrer: document.referrer },
      ...(token ? { token } : {}),
      ...(this.identity ? { identity: this.identity } : {}),
      ...(this.epoch ? { epoch: this.epoch, after } : {}),
    } as Frame;
  }

  welcomed(frame: Welcome): void {
    if (frame.token) this.guest.keep.note("token", frame.token);
    this.epoch = frame.epoch;
  }

  /** The server doesn't believe us: true when there is a claim less to make, so that `hello` is worth another try. */
  doubted(refusal: Refusal): boolean {
    if (refusal.code !== "not_allowed") return false;
    if (this.identity) this.identity = null;
    else if (this.guest.keep.getItem("token")) this.guest.keep.note("token", null);
    else return false;
    return true;
  }
}
