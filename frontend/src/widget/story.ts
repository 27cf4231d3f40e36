/* What the visitor can see of a talk, as signals: the server's frames go in, the picture comes out. Nothing is sent here. */
import { computed, signal } from "@preact/signals";
import type { Entry, Followed, Queue, SiteView, State, Typing, VisitorTold, Welcome } from "../protocol.gen";
import { TYPING_FADES_MS } from "../shared/presence";
import type { Draft } from "../shared/timeline";
import { complete, drafted, empty, lines, paged, received, settled } from "../shared/timeline";
import type { Keep } from "./keep";
import { seenAs, stageAfter } from "./stage";

const SPOKEN = new Set(["message", "choices", "slot"]);

export class Story {
  readonly site = signal<SiteView | null>(null);
  readonly open = signal(true);
  readonly state = signal<State | null>(null);
  readonly timeline = signal(empty());
  readonly queue = signal<Queue | null>(null);
  readonly typing = signal<Typing | null>(null);
  readonly seen = signal(0);
  readonly readTo = signal(0);
  readonly lines = computed(() => lines(this.timeline.value));
  readonly stage = computed(() => seenAs(this.state.value));
  readonly unread = computed(() => this.lines.value.filter((line) => this.isNews(line)));

  private readonly past = new Set<string>();
  private stagedTo = 0;
  private fade: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly keep: Keep) {}

  get conversation(): string | null {
    return this.timeline.value.conversation;
  }

  /** The talk as it stands here, for another tab. */
  get followed(): Followed | null {
    const { conversation: id, state } = this;
    return id && state.value ? { id, state: state.value, head: complete(this.timeline.value) } : null;
  }

  welcomed(frame: Welcome): void {
    this.site.value = frame.site;
    this.open.value = frame.site.open;
    if (!frame.conversation) return;
    this.moveTo(frame.conversation.id);
    this.state.value = frame.conversation.state;
    this.stagedTo = frame.conversation.head;
  }

  entered(entry: Entry): void {
    if (this.past.has(entry.conversation)) return;
    this.moveTo(entry.conversation);
    this.timeline.value = received(this.timeline.value, entry);
    this.restage();
    if (entry.author.role !== "visitor") this.typing.value = null;
  }

  heard(frame: VisitorTold): void {
    switch (frame.type) {
      case "queue":
        this.queue.value = frame;
        if (this.stage.value !== "live") this.state.value = "queued";
        break;
      case "typing":
        this.typed(frame);
        break;
      case "seen":
        if (frame.role === "agent") this.seen.value = Math.max(this.seen.value, frame.seq);
        break;
      case "desk":
        this.open.value = frame.open;
    }
  }

  private typed(frame: Typing): void {
    clearTimeout(this.fade);
    this.typing.value = frame.on ? frame : null;
    this.fade = setTimeout(() => {
      this.typing.value = null;
    }, TYPING_FADES_MS);
  }

  /** Go on from a page read by REST. */
  restarted(conversation: string, page: readonly Entry[], head: number): void {
    this.moveTo(conversation);
    this.timeline.value = paged(this.timeline.value, page, head);
  }

  /** Everything shown so far was looked at; gives the seq that was reached. */
  looked(): number {
    const seq = complete(this.timeline.value);
    if (seq > this.readTo.value) {
      this.readTo.value = seq;
      this.keep.note(`read:${this.conversation}`, String(seq));
    }
    return seq;
  }

  drafted(draft: Draft): void {
    this.timeline.value = drafted(this.timeline.value, draft);
  }

  settled(clientId: string, state: Draft["state"], conversation: string | null = null): void {
    if (conversation && !this.past.has(conversation)) this.moveTo(conversation);
    this.timeline.value = settled(this.timeline.value, clientId, state);
  }

  /** Entries that are complete now and weren't before move the state; those before the welcome's head already did. */
  private restage(): void {
    const held = complete(this.timeline.value);
    const fresh = this.timeline.value.entries.filter(({ seq }) => seq > this.stagedTo && seq <= held);
    this.state.value = fresh.reduce(stageAfter, this.state.value ?? "bot");
    this.stagedTo = Math.max(this.stagedTo, held);
    if (this.stage.value !== "queued") this.queue.value = null;
  }

  /** One conversation at a time: when another one begins, the last is history. */
  private moveTo(conversation: string): void {
    const { conversation: last, pending } = this.timeline.value;
    if (conversation === last) return;
    if (last) this.past.add(last);
    this.timeline.value = empty(conversation, pending);
    this.state.value = "bot";
    this.stagedTo = 0;
    this.seen.value = 0;
    this.readTo.value = Number(this.keep.getItem(`read:${conversation}`) ?? 0);
    this.keep.note("talking", conversation);
  }

  private isNews(line: Entry): boolean {
    return SPOKEN.has(line.kind) && line.author.role !== "visitor" && line.seq > this.readTo.value;
  }
}

/** Asked for, or a talk that ended well, not yet given, and not gone on since. */
export function wantsRating(story: Story): boolean {
  const last = (kind: string) => story.lines.value.findLast((line) => line.kind === kind);
  const end = last("resolved");
  const asked = Math.max(last("rating_request")?.seq ?? 0, end?.data?.outcome === "resolved" ? end.seq : 0);
  return asked > Math.max(last("rated")?.seq ?? 0, last("reopened")?.seq ?? 0);
}
