/* The desk's line to the server: what is heard goes into the state, what is done goes out as frames. */
import { effect, untracked } from "@preact/signals";
import type { Ok } from "../protocol.gen";
import { newId } from "../shared/ids";
import { Outbox, type Parcel } from "../shared/outbox";
import { reader, typist } from "../shared/presence";
import { receipts } from "../shared/receipts";
import { Socket } from "../shared/socket";
import { type Frame, Refusal } from "../shared/wire";
import { peopleKnown, readColleagues } from "./colleagues";
import { drafted, opened, settled } from "./deeds";
import type { DeskHeads, DeskTold, Head, Suggestions } from "./frames";
import { healer } from "./heal";
import { disown } from "./leftovers";
import { DESK } from "./page";
import { explain, look, readAgain, sayWhy } from "./reading";
import { complaint, desk, kept, link, selected } from "./room";
import { CLOSED_DESK, heard } from "./state";
import { arrived, held } from "./thread";
import { refusal } from "./words";

type Fields = Readonly<Record<string, unknown>>;
/** A good answer; the one to `suggest` brings suggestions. */
export type Answer = Ok & Partial<Pick<Suggestions, "suggestions">>;

export const frame = (type: string, fields: Fields = {}): Frame & Fields => ({ type, ...fields });

function device(): string {
  const known = kept.getItem("device") ?? newId();
  kept.setItem("device", known);
  return known;
}

let page = DESK;

/** What this page holds, so that the server sends only what came since. */
function after(): Record<string, Head> {
  const pairs = Object.entries(desk.value.threads).map(([id, thread]) => [id, held(thread)] as const);
  return Object.fromEntries(pairs.filter(([, [seq]]) => seq > 0));
}

const socket = new Socket({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk`,
  hello: () => {
    const { epoch } = desk.value;
    return frame("hello", { protocol: 1, device: device(), ...(epoch ? { epoch, after: after() } : {}) });
  },
  heard: (told) => take(told as DeskTold),
  changed: (state, code) => {
    link.value = { state, code, since: link.value.state === state ? link.value.since : Date.now() };
    if (state === "ready") caughtUp();
    else outbox.pause();
  },
  refused: () => false,
});

const tell = (told: Frame) => socket.tell(told);
const given = receipts(tell);
export const tellRead = reader(tell);
const heal = healer(
  (id) => desk.value.threads[id],
  (conversation, after) => socket.ask(frame("replay", { conversation, after })),
);

export const outbox = new Outbox({
  store: kept,
  send: (out) => socket.ask(out),
  sent: ({ id, frame: out }: Parcel) => {
    desk.value = settled(desk.value, String(out.conversation), id, "sent");
  },
  failed: ({ id, frame: out }: Parcel, no: Refusal) => {
    desk.value = settled(desk.value, String(out.conversation), id, "failed", refusal(no));
  },
});

function take(told: DeskTold): void {
  const { epoch, offers } = desk.value;
  if (told.type === "welcome" && disown(told.agent.id)) desk.value = CLOSED_DESK;
  desk.value = heard(desk.value, told, Date.now());
  if (epoch !== desk.value.epoch) heal.forget();
  react(told);
  if (told.type === "withdrawn") putDown(offers.find((offer) => offer.offer === told.offer)?.conversation);
  page.heard(told);
}

/** An offer was read before it went: colleagues no longer see it open here. */
function putDown(conversation?: string): void {
  if (conversation && conversation !== selected.value) socket.tell(frame("shut", { conversation }));
}

/** What is to be sent or read because of what was told. */
function react(told: DeskTold): void {
  switch (told.type) {
    case "entry":
      if (told.kind === "joined") sayWhy(told.conversation);
      arrivedIn(told.conversation);
      break;
    case "note":
      arrivedIn(told.conversation);
      break;
    case "ready":
    case "pong":
      catchUp(told);
      break;
    case "reset":
      void readAgain(told);
      break;
    case "assigned":
      void follow(told.conversation);
      break;
    case "offer":
      void open(told.conversation);
  }
}

function arrivedIn(conversation: string): void {
  const thread = desk.value.threads[conversation];
  if (!thread) return;
  const [seq, n] = arrived(thread);
  given.took(conversation, { seq, n });
  if (conversation === selected.value) heal.check(conversation);
}

function catchUp({ heads }: DeskHeads): void {
  for (const [id, head] of Object.entries(heads)) if (id === selected.value) heal.check(id, head);
}

/** A new socket follows what is assigned; what is only looked at is opened again, and what waited goes out. */
function caughtUp(): void {
  given.forget();
  if (selected.value) void follow(selected.value);
  if (!peopleKnown.value) void readColleagues();
  outbox.resume();
}

/** Open the conversation that is looked at, and learn why it went where it went. */
async function follow(conversation: string): Promise<void> {
  if (conversation !== selected.value) return;
  if (!desk.value.cards[conversation]) await look(conversation);
  if (await open(conversation)) await explain(conversation);
}

/** Read it from where this page holds it, if that may be; an offer is read before it is accepted. */
async function open(conversation: string): Promise<boolean> {
  const thread = desk.value.threads[conversation];
  const ok = await attempt(
    frame(page.follows(conversation), { conversation, after: thread ? held(thread) : [0, 0] }),
  );
  if (ok) desk.value = opened(desk.value, conversation, ok.epoch ?? null);
  return ok !== null;
}

/** Ask once, and make nothing of a no. */
export async function ask(out: Frame): Promise<Answer | null> {
  return socket.ask(out).catch(() => null);
}

/** Ask, again where that is worth it, and say in one line when the answer was no. */
export async function attempt(out: Frame, tries = 3): Promise<Ok | null> {
  try {
    const ok = await socket.ask(out);
    complaint.value = "";
    return ok;
  } catch (error) {
    if (!(error instanceof Refusal)) return null;
    if (error.retryable && tries > 1) return pause(error.retryAfterMs).then(() => attempt(out, tries - 1));
    complaint.value = refusal(error, out.type);
    return null;
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function keepDraft({ id, at, failed, frame: out }: Parcel): void {
  const draft = { clientId: id, text: String(out.text), at, state: failed ? "failed" : "waiting" } as const;
  desk.value = drafted(desk.value, String(out.conversation), draft, out.type === "note");
}

export const typistIn = (conversation: string) => typist(tell, () => ({ conversation }));
export const tryNow = () => socket.open();

/** Connect, show again what an earlier page left unsent, and follow whichever conversation is looked at. */
export function start(as = DESK): void {
  page = as;
  for (const parcel of outbox.parcels()) keepDraft(parcel);
  let before: string | null = null;
  effect(() => {
    const conversation = selected.value;
    untracked(() => {
      if (before && before !== conversation) socket.tell(frame("shut", { conversation: before }));
      before = conversation;
      if (conversation && link.value.state === "ready") void follow(conversation);
    });
  });
  addEventListener("pagehide", () => socket.tell(frame("bye")));
  socket.open();
}
