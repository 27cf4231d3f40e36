/* The talk with one site: what the visitor does as verbs, what the server says passed on to the story. */
import { signal } from "@preact/signals";
import type { Reset, VisitorTold, Welcome } from "../protocol.gen";
import { follow } from "../shared/follow";
import { newId } from "../shared/ids";
import { Outbox, type Parcel } from "../shared/outbox";
import { reader, typist } from "../shared/presence";
import { receipts } from "../shared/receipts";
import { older } from "../shared/timeline";
import type { Frame, LinkState, Refusal } from "../shared/wire";
import { absence } from "./absence";
import { Reach } from "./reach";
import type { Rest } from "./rest";
import { Story } from "./story";
import { type Guest, Who } from "./who";

const BANNER_AFTER_MS = 4_000;
const TOKEN_EXPIRED = 4001;
const CONVERSATION_GONE = new Set(["closed", "stale", "not_found"]);

export interface TalkOptions extends Guest {
  readonly base: string;
  readonly rest: Rest;
}

export class Talk {
  readonly story: Story;
  readonly link = signal<LinkState>("connecting");
  readonly closeCode = signal(0);
  private readonly absence = absence(BANNER_AFTER_MS);
  readonly offline = this.absence.felt;
  readonly refusal = signal<Refusal | null>(null);
  private readonly who: Who;
  private readonly socket: Reach;
  private readonly outbox: Outbox;
  private readonly got = receipts((frame) => this.socket.tell(frame));
  private readonly read = reader((frame) => this.socket.tell(frame));
  readonly typist = typist((frame) => this.socket.tell(frame));
  private readonly follower = follow(
    () => this.story.timeline.value,
    (after) => this.socket.ask({ type: "replay", conversation: this.story.conversation, after } as Frame),
  );

  constructor(private readonly options: TalkOptions) {
    this.story = new Story(options.keep);
    this.who = new Who(options);
    this.socket = new Reach({
      ...options,
      token: () => options.keep.getItem("token"),
      here: () => this.story.followed,
      hello: () => this.who.hello(this.story),
      heard: (frame) => this.heard(frame as VisitorTold),
      changed: (state, code) => this.changed(state, code),
      refused: (refusal) => this.who.doubted(refusal),
    });
    this.outbox = new Outbox({
      store: options.keep,
      send: (frame) => this.socket.ask(frame),
      sent: ({ id }, ok) => this.story.settled(id, "sent", ok.conversation ?? null),
      failed: (parcel, refusal) => this.failed(parcel, refusal),
    });
  }

  start(): void {
    for (const parcel of this.outbox.parcels()) this.draft(parcel);
    this.socket.start();
  }

  /** Say something. In a talk that is over it is reopened; `anew` begins another one instead. */
  say(text: string, topic?: string, anew = false): void {
    const client_id = newId();
    const ended = this.story.stage.value === "resolved" && !anew ? this.here() : {};
    this.draft(
      this.outbox.post(client_id, { type: "say", client_id, text, ...(topic ? { topic } : {}), ...ended }),
    );
  }

  choose(seq: number, choice: string): void {
    const client_id = newId();
    this.outbox.post(client_id, { type: "choose", client_id, seq, choice, ...this.here() });
  }

  /** A deed that the server answers with entries. */
  act(type: "ask_human" | "prefer" | "leave" | "rate" | "solved", fields: object = {}): void {
    this.refusal.value = null;
    const over = this.story.stage.value === "resolved" && type !== "rate";
    this.outbox.post(newId(), { type, ...fields, ...(over ? {} : this.here()) });
  }

  sendAgain(clientId: string): void {
    this.story.settled(clientId, "waiting");
    this.outbox.again(clientId);
  }

  /** Everything shown so far was looked at. */
  look(): void {
    if (!this.story.conversation || document.visibilityState !== "visible") return;
    const seq = this.story.looked();
    if (this.link.value === "ready") this.read(this.story.conversation, seq);
  }

  async loadOlder(): Promise<void> {
    const { timeline, conversation } = this.story;
    if (!conversation) return;
    timeline.value = older(
      timeline.value,
      await this.options.rest.entries(conversation, timeline.value.from + 1),
    );
  }

  page(url: string, title: string): void {
    this.socket.tell({ type: "page", url, title } as Frame);
  }

  /** A customer vouched for by the firm; known from the next `hello` on, which is said at once. */
  identify(identity: unknown): void {
    this.who.identity = identity;
    this.socket.renew();
  }

  /** Come back now: another window took the place, or the network is there again. */
  reconnect(): void {
    if (this.link.value === "ready") return;
    this.link.value = "connecting";
    this.socket.open();
  }

  private heard(frame: VisitorTold): void {
    const { story } = this;
    switch (frame.type) {
      case "welcome":
        this.welcomed(frame);
        break;
      case "entry":
        this.got.took(frame.conversation, { seq: frame.seq });
        story.entered(frame);
        this.follower.check();
        break;
      case "ready":
      case "pong":
        this.follower.check(frame.heads[story.conversation ?? ""] ?? 0);
        break;
      case "reset":
        void this.restart(frame);
        break;
      default:
        story.heard(frame);
    }
  }

  private welcomed(frame: Welcome): void {
    this.who.welcomed(frame);
    this.story.welcomed(frame);
  }

  private async restart(frame: Reset): Promise<void> {
    const page = await this.options.rest.entries(frame.conversation, null);
    this.story.restarted(frame.conversation, page, frame.head);
    this.follower.check();
  }

  private changed(state: LinkState, code: number): void {
    this.link.value = state;
    this.closeCode.value = code;
    if (code === TOKEN_EXPIRED) this.options.keep.note("token", null);
    if (state === "ready") {
      this.absence.ended();
      this.outbox.resume();
    } else this.away(state === "lost");
  }

  private away(lost: boolean): void {
    this.outbox.pause();
    this.got.forget();
    if (lost) this.absence.began();
  }

  private draft({ id, at, frame, failed }: Parcel): void {
    if (frame.type !== "say") return;
    this.story.drafted({ clientId: id, text: String(frame.text), at, state: failed ? "failed" : "waiting" });
  }

  /** What named a conversation that is over goes out once more without naming it, under the same id. */
  private failed({ id, frame }: Parcel, refusal: Refusal): void {
    const { conversation, ...anew } = frame;
    if (frame.type === "say" && conversation && CONVERSATION_GONE.has(refusal.code)) {
      this.outbox.post(id, anew as Parcel["frame"]);
      return;
    }
    if (frame.type !== "say") this.outbox.forget(id);
    this.refusal.value = refusal;
    this.story.settled(id, "failed");
  }

  private here(): { conversation?: string } {
    const { conversation } = this.story;
    return conversation ? { conversation } : {};
  }
}
