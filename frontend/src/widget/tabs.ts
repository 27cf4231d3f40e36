/* One socket for all tabs of a browser. One tab leads, by a lock that the browser gives to one at a time: it has the
   socket, and the others speak and listen through it. Whichever comes to the front takes the lead; when the leader goes,
   the next in line has it. */
import type { Followed, Ok, Refused, Welcome } from "../protocol.gen";
import { newId } from "../shared/ids";
import { type Frame, type Line, type LinkState, Lost, Refusal } from "../shared/wire";
import type { ReachOptions } from "./reach";

/** What is shared: this tab's own line, and the ears and eyes of its talk. */
export interface Shared extends Pick<ReachOptions, "heard" | "changed" | "here"> {
  /** The same for all tabs that are to share. */
  readonly name: string;
  readonly own: Line;
}

interface Waiter {
  resolve(frame: Ok): void;
  reject(error: Error): void;
}

/** What tabs say to each other; `to` or `id` name the one tab or question that it is for. */
type Word =
  | { readonly hi: string; readonly here: Followed | null }
  | { readonly frame: Frame; readonly to?: string }
  | { readonly state: LinkState; readonly code: number; readonly to?: string }
  | { readonly tell: Frame }
  | { readonly ask: Frame; readonly id: string }
  | { readonly id: string; readonly ok: Ok }
  | { readonly id: string; readonly refused: Refused | null };

export class Tabs implements Line {
  private leads = false;
  private state: LinkState = "connecting";
  private welcome: Welcome | null = null;
  private queued = new AbortController();
  private readonly me = newId();
  private readonly waiting = new Map<string, Waiter>();
  private readonly channel: BroadcastChannel;

  constructor(private readonly shared: Shared) {
    this.channel = new BroadcastChannel(shared.name);
    this.channel.onmessage = ({ data }) => this.took(data as Word);
    document.addEventListener("visibilitychange", () => this.open());
    this.follow();
  }

  /** The tab in front takes the lead. */
  open(): void {
    if (document.visibilityState !== "visible") return;
    if (this.leads) this.shared.own.open();
    else this.takeLead();
  }

  /** Who has something new to say of themselves says it by an own hello. */
  renew(): void {
    if (this.leads) this.shared.own.renew();
    else this.takeLead();
  }

  close(): void {
    this.queued.abort();
    this.channel.close();
    this.shared.own.close();
  }

  ask(frame: Frame): Promise<Ok> {
    if (this.leads) return this.shared.own.ask(frame);
    const id = newId();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ ask: frame, id });
    });
  }

  /** The leader acknowledges for all. */
  tell(frame: Frame): void {
    if (this.leads) this.shared.own.tell(frame);
    else if (frame.type !== "got") this.post({ tell: frame });
  }

  /** This tab's line heard a frame: so do the others. */
  passOn(frame: Frame): void {
    if (frame.type === "welcome") this.welcome = frame as Welcome;
    if (this.leads) this.post({ frame });
  }

  /** This tab's line changed: so did the others'. */
  turned(state: LinkState, code: number): void {
    this.state = state;
    if (this.leads) this.post({ state, code });
  }

  private takeLead(): void {
    this.queued.abort();
    void this.hold({ steal: true });
  }

  private follow(): void {
    this.leads = false;
    this.shared.own.close(true);
    this.shared.changed("connecting", 0);
    this.queued = new AbortController();
    void this.hold({ signal: this.queued.signal });
    this.post({ hi: this.me, here: this.shared.here() });
  }

  /** Have the lead until it is taken away, which the browser tells by a rejection. */
  private async hold(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(this.shared.name, options, () => this.lead());
    } catch {
      if (!options.signal?.aborted) this.follow();
    }
  }

  private lead(): Promise<never> {
    this.leads = true;
    this.giveUp();
    this.shared.own.open();
    return new Promise(() => {});
  }

  private giveUp(): void {
    for (const waiter of this.waiting.values()) waiter.reject(new Lost());
    this.waiting.clear();
  }

  private post(word: Word): void {
    this.channel.postMessage(word);
  }

  private took(word: Word): void {
    if (this.leads) this.asked(word);
    else if (!("to" in word) || word.to === this.me) this.listen(word);
  }

  private listen(word: Word): void {
    if ("frame" in word) this.shared.heard(word.frame);
    else if ("state" in word) {
      if (word.state !== "ready") this.giveUp();
      this.shared.changed(word.state, word.code);
    } else if ("ok" in word || "refused" in word) this.answered(word);
  }

  private answered(word: { id: string } & ({ ok: Ok } | { refused: Refused | null })): void {
    const waiter = this.waiting.get(word.id);
    this.waiting.delete(word.id);
    if ("ok" in word) waiter?.resolve(word.ok);
    else waiter?.reject(word.refused ? new Refusal(word.refused) : new Lost());
  }

  private asked(word: Word): void {
    if ("hi" in word) this.bringIn(word.hi, word.here);
    else if ("tell" in word) this.shared.own.tell(word.tell);
    else if ("ask" in word)
      this.shared.own.ask(word.ask).then(
        (ok) => this.post({ id: word.id, ok }),
        (error) => this.post({ id: word.id, refused: error instanceof Refusal ? error.frame : null }),
      );
  }

  /** Tell a tab that comes to listen what this one knows; where it knows less of the talk, it reads up by a page. */
  private bringIn(to: string, there: Followed | null): void {
    const here = this.shared.here();
    if (this.welcome) this.post({ to, frame: { ...this.welcome, token: null, conversation: here } as Frame });
    if (here && (there?.id !== here.id || there.head < here.head))
      this.post({
        to,
        frame: { type: "reset", conversation: here.id, head: here.head, reason: "tab" } as Frame,
      });
    if (this.state === "ready") this.post({ to, state: "ready", code: 0 });
  }
}
