/* The desk's line to the server: what is heard goes into the state, what is done goes out as frames. */
import { effect, untracked } from "@preact/signals";
import type { Entry, Ok } from "../protocol.gen";
import { newId } from "../shared/ids";
import { Outbox, type Parcel } from "../shared/outbox";
import { reader, typist } from "../shared/presence";
import { receipts } from "../shared/receipts";
import { Socket } from "../shared/socket";
import { type Frame, Refusal } from "../shared/wire";
import { get } from "./api";
import { drafted, explained, opened, read, settled } from "./deeds";
import type { Card, Decision, DeskHeads, DeskReset, DeskTold, Head, Note } from "./frames";
import { healer } from "./heal";
import { complaint, desk, kept, link, selected } from "./room";
import { heard } from "./state";
import { arrived, held } from "./thread";
import { refusal } from "./words";

type Fields = Readonly<Record<string, unknown>>;

const frame = (type: string, fields: Fields = {}): Frame & Fields => ({ type, ...fields });

function device(): string {
  const known = kept.getItem("device") ?? newId();
  kept.setItem("device", known);
  return known;
}

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

const outbox = new Outbox({
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
  const epoch = desk.value.epoch;
  desk.value = heard(desk.value, told, Date.now());
  if (epoch !== desk.value.epoch) heal.forget();
  if (told.type === "entry" || told.type === "note") arrivedIn(told.conversation);
  if (told.type === "ready" || told.type === "pong") catchUp(told);
  if (told.type === "reset") void readAgain(told);
  if (told.type === "released" || told.type === "assigned") void follow(told.conversation);
  if (told.type === "offer") void open(told.conversation);
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

async function readAgain({ conversation }: DeskReset): Promise<void> {
  const [entries, notes] = await Promise.all([
    get<{ items: Entry[] }>(`conversations/${conversation}/entries?limit=200`),
    get<{ items: Note[] }>(`conversations/${conversation}/notes`),
  ]);
  desk.value = read(desk.value, conversation, entries.items, notes.items);
}

/** A new socket follows what is assigned; what is only looked at is opened again, and what waited goes out. */
function caughtUp(): void {
  given.forget();
  if (selected.value) void follow(selected.value);
  outbox.resume();
}

/** Open the conversation that is looked at, and learn why it went where it went. */
async function follow(conversation: string): Promise<void> {
  if (conversation !== selected.value) return;
  if (!desk.value.cards[conversation]) await look(conversation);
  await open(conversation);
  const path = `conversations/${encodeURIComponent(conversation)}/decisions`;
  const found = await get<{ items: Decision[] }>(path).catch(() => null);
  if (found) desk.value = explained(desk.value, conversation, found.items);
}

/** Read it from where this page holds it; an offer is read before it is accepted. */
async function open(conversation: string): Promise<void> {
  const thread = desk.value.threads[conversation];
  const ok = await attempt(frame("open", { conversation, after: thread ? held(thread) : [0, 0] }));
  if (ok) desk.value = opened(desk.value, conversation, ok.epoch ?? null);
}

/** A conversation that no list shows, such as a ticket's: its card comes by REST. */
async function look(conversation: string): Promise<void> {
  const card = await get<Card>(`conversations/${encodeURIComponent(conversation)}`).catch(() => null);
  if (card) desk.value = heard(desk.value, { type: "card", card }, Date.now());
}

/** Ask, and say in one line when the answer was no. */
async function attempt(out: Frame): Promise<Ok | null> {
  try {
    const ok = await socket.ask(out);
    complaint.value = "";
    return ok;
  } catch (error) {
    if (error instanceof Refusal) complaint.value = refusal(error);
    return null;
  }
}

function keepDraft({ id, at, failed, frame: out }: Parcel): void {
  const draft = { clientId: id, text: String(out.text), at, state: failed ? "failed" : "waiting" } as const;
  desk.value = drafted(desk.value, String(out.conversation), draft, out.type === "note");
}

const epochOf = (conversation: string) => desk.value.threads[conversation]?.epoch ?? null;

/** Write to the visitor. The same `id` again is the same message, under the assignment as it is now. */
export function say(conversation: string, text: string, id: string = newId()): void {
  const out = frame("say", { client_id: id, conversation, epoch: epochOf(conversation), text });
  keepDraft(outbox.post(id, out));
}

export function note(conversation: string, text: string, id: string = newId()): void {
  keepDraft(outbox.post(id, frame("note", { client_id: id, conversation, text })));
}

export function again(conversation: string, id: string, text: string, asNote: boolean): void {
  desk.value = settled(desk.value, conversation, id, "waiting");
  (asNote ? note : say)(conversation, text, id);
}

export const setPresence = (state: string, reason?: string) =>
  attempt(frame("state", { state, ...(reason ? { reason } : {}) }));
export const accept = (offer: string) => attempt(frame("accept", { offer }));
export const decline = (offer: string) => attempt(frame("decline", { offer }));
export const takeOn = (conversation: string) => attempt(frame("take", { conversation }));
export const reopen = (conversation: string) => attempt(frame("reopen", { conversation }));
export const resolve = (conversation: string, outcome: "resolved" | "ticket", summary: string) =>
  attempt(
    frame("resolve", {
      conversation,
      epoch: epochOf(conversation),
      outcome,
      ...(summary ? { summary } : {}),
    }),
  );

export const typistIn = (conversation: string) => typist(tell, () => ({ conversation }));
export const tryNow = () => socket.open();

/** Connect, show again what an earlier page left unsent, and follow whichever conversation is looked at. */
export function start(): void {
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
