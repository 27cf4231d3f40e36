/* Printed from conversations/protocol.py. Do not edit. */

export type State = "bot" | "queued" | "offered" | "live" | "parked" | "resolved";
export type Kind = "message" | "choices" | "slot" | "joined" | "left" | "queued" | "transferred" | "resolved" | "reopened" | "ticket" | "rating_request" | "rated" | "amended" | "erased" | "notice";
export type Code = "malformed" | "too_large" | "invalid" | "not_allowed" | "not_found" | "stale" | "fenced" | "client_id_conflict" | "rate" | "closed" | "busy" | "unavailable";

export interface Accept {
  type: "accept";
  ref: number;
  offer: string;
}

export interface Agent {
  type: "agent";
  id: string;
  state: string;
  load: number;
  capacity: number;
  name?: string | null;
}

export interface AgentView {
  id: string;
  name: string;
  role: string;
  permissions: string[];
}

export interface AskHuman {
  type: "ask_human";
  ref: number;
  topic?: string | null;
  conversation?: string | null;
}

export interface Assigned {
  type: "assigned";
  conversation: string;
  card: Card;
  epoch: string;
  why: Record<string, string>;
}

export interface Author {
  role: "agent" | "bot" | "system" | "visitor";
  id?: string | null;
  name?: string | null;
  avatar?: string | null;
}

export interface Bye {
  type: "bye";
}

export interface ByeNow {
  type: "bye";
  reason: string;
  retry_ms: number;
}

/** What a list shows of one conversation. */
export interface Card {
  id: string;
  state: State;
  customer: CardCustomer;
  site: string;
  channel: string;
  head: [number, number];
  unread: number;
  assignee: AgentView | null;
  team: string | null;
  needs: Record<string, number>;
  promise_s: number;
  waited_s: number;
  since: string;
  last: LastLine | null;
  labels: string[];
  priority: string;
  locale?: string;
  reason?: string;
  offered_to?: AgentView | null;
}

export interface CardChanged {
  type: "card";
  card: Card;
}

export interface CardCustomer {
  id: string;
  name: string;
  verified: boolean;
}

export interface Choose {
  type: "choose";
  ref: number;
  client_id: string;
  seq: number;
  choice: string;
  conversation?: string | null;
}

export interface Decline {
  type: "decline";
  ref: number;
  offer: string;
  reason?: string | null;
}

/** Whether the site's desk is open, and how many agents are online. */
export interface Desk {
  type: "desk";
  open: boolean;
  agents: number;
}

export interface DeskGot {
  type: "got";
  conversation: string;
  seq: number;
  n?: number | null;
}

export interface DeskHello {
  type: "hello";
  ref: number;
  protocol: number;
  device: string;
  api_key?: string | null;
  epoch?: string | null;
  after?: Record<string, [number, number]> | null;
}

export interface DeskPong {
  type: "pong";
  heads: Record<string, [number, number]>;
}

export interface DeskRead {
  type: "read";
  conversation: string;
  seq: number;
}

export interface DeskReady {
  type: "ready";
  heads: Record<string, [number, number]>;
}

export interface DeskReplay {
  type: "replay";
  ref: number;
  conversation: string;
  after: [number, number];
}

export interface DeskReset {
  type: "reset";
  conversation: string;
  head: [number, number];
  reason: string;
}

/** Say something to the visitor, under the assignment's `epoch`. */
export interface DeskSay {
  type: "say";
  ref: number;
  client_id: string;
  conversation: string;
  epoch: string | null;
  text: string;
  attachments?: string[] | null;
  reply_to?: number | null;
}

export interface DeskTyping {
  type: "typing";
  conversation: string;
  on: boolean;
  preview?: string | null;
}

export interface DeskWelcome {
  type: "welcome";
  ref: number;
  agent: AgentView;
  state: string;
  capacity: number;
  load: number;
  conversations: Card[];
  epoch: string;
  heartbeat_s: number;
}

export interface Entry {
  type: "entry";
  conversation: string;
  seq: number;
  id: string;
  client_id: string | null;
  kind: Kind;
  author: Author;
  at: string;
  text?: string | null;
  data?: Record<string, unknown> | null;
}

export interface Followed {
  id: string;
  state: State;
  head: number;
}

export interface Gone {
  type: "gone";
  conversation: string;
}

export interface Got {
  type: "got";
  conversation: string;
  seq: number;
}

export interface Hello {
  type: "hello";
  ref: number;
  protocol: number;
  site: string;
  device: string;
  token?: string | null;
  identity?: string | SignedId | null;
  locale?: string | null;
  page?: Page | null;
  epoch?: string | null;
  after?: Record<string, number> | null;
}

export interface LastLine {
  text: string;
  role: string;
  at: string;
}

export interface Leave {
  type: "leave";
  ref: number;
  conversation?: string | null;
}

export interface Note {
  type: "note";
  conversation: string;
  n: number;
  id: string;
  client_id: string;
  author: Author;
  text: string;
  at: string;
}

export interface Offer {
  type: "offer";
  offer: string;
  conversation: string;
  card: Card;
  expires_at: string;
  why: Record<string, string>;
}

/** The one good answer to a frame with a `ref`; which fields it has depends on the frame. */
export interface Ok {
  type: "ok";
  ref: number;
  conversation?: string | null;
  seq?: number | null;
  n?: number | null;
  id?: string | null;
  at?: string | null;
  dup?: boolean;
  epoch?: string | null;
}

export interface Open {
  type: "open";
  ref: number;
  conversation: string;
  after?: [number, number] | null;
}

/** The `ok` of `open`: head and the current assignment's epoch, null when nobody is assigned. */
export interface Opened {
  type: "ok";
  ref: number;
  conversation: string;
  head: [number, number];
  epoch: string | null;
}

export interface Page {
  url: string;
  title?: string;
  referrer?: string;
}

export interface PageChanged {
  type: "page";
  url: string;
  title?: string;
}

export interface Ping {
  type: "ping";
}

export interface Pong {
  type: "pong";
  heads: Record<string, number>;
}

export interface Prefer {
  type: "prefer";
  ref: number;
  option: string;
  text?: string | null;
  phone?: string | null;
  email?: string | null;
  conversation?: string | null;
}

export interface Queue {
  type: "queue";
  conversation: string;
  position: number;
  wait: Wait | null;
  options: string[];
}

export interface Rate {
  type: "rate";
  ref: number;
  score: number;
  comment?: string | null;
  reasons?: string[] | null;
  conversation?: string | null;
}

export interface Read {
  type: "read";
  seq: number;
  conversation?: string | null;
}

/** Everything up to `heads` was sent. */
export interface Ready {
  type: "ready";
  heads: Record<string, number>;
}

/** The one bad answer. `ref` is null for one-way frames and for what can't be decoded. */
export interface Refused {
  type: "refused";
  ref: number | null;
  code: Code;
  message: string;
  retryable: boolean;
  retry_after_ms?: number | null;
}

export interface Released {
  type: "released";
  conversation: string;
  reason: string;
}

export interface Reopen {
  type: "reopen";
  ref: number;
  conversation: string;
}

export interface Replay {
  type: "replay";
  ref: number;
  conversation: string;
  after: number;
}

export interface Reset {
  type: "reset";
  conversation: string;
  head: number;
  reason: string;
}

/** `epoch` is null where nobody is assigned yet. */
export interface Resolve {
  type: "resolve";
  ref: number;
  conversation: string;
  epoch: string | null;
  outcome: string;
  summary?: string | null;
}

/** Say something. Sent again with the same `client_id` until it is acknowledged. */
export interface Say {
  type: "say";
  ref: number;
  client_id: string;
  text: string;
  attachments?: string[] | null;
  reply_to?: number | null;
  topic?: string | null;
  conversation?: string | null;
}

export interface Seen {
  type: "seen";
  conversation: string;
  role: string;
  seq: number;
}

export interface SetState {
  type: "state";
  ref: number;
  state: string;
  reason?: string | null;
}

export interface SetTyping {
  type: "typing";
  on: boolean;
  preview?: string | null;
}

export interface Shut {
  type: "shut";
  conversation: string;
}

/** An identity vouched for by HMAC-SHA256 (hex) of `id` under the site's identity secret. */
export interface SignedId {
  id: string;
  hash?: string | null;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
}

export interface SiteView {
  name: string;
  locale: string;
  open: boolean;
  theme: Record<string, unknown>;
  topics: Topic[];
  greeting?: string;
  suggestions?: Suggestion[];
}

export interface Suggestion {
  id: string;
  text: string;
}

export interface Take {
  type: "take";
  ref: number;
  conversation: string;
}

export interface Takeover {
  type: "takeover";
  ref: number;
  conversation: string;
}

export interface Topic {
  key: string;
  name: string;
}

export interface Typing {
  type: "typing";
  conversation: string;
  role: string;
  name: string;
  on: boolean;
  preview?: string | null;
}

export interface VisitorView {
  id: string;
  name: string;
}

export interface Wait {
  low_s: number;
  high_s: number;
}

export interface Welcome {
  type: "welcome";
  ref: number;
  token: string | null;
  visitor: VisitorView;
  site: SiteView;
  conversation: Followed | null;
  epoch: string;
  heartbeat_s: number;
}

export interface Withdrawn {
  type: "withdrawn";
  offer: string;
  reason: string;
  conversation?: string | null;
}

/** A line for colleagues; visitors never see it. */
export interface WriteNote {
  type: "note";
  ref: number;
  client_id: string;
  conversation: string;
  text: string;
  mentions?: string[] | null;
}

export type VisitorSent =
  | Hello
  | Say
  | Choose
  | AskHuman
  | Prefer
  | Leave
  | Rate
  | Replay
  | PageChanged
  | SetTyping
  | Read
  | Got
  | Bye
  | Ping;

export type VisitorTold =
  | Ok
  | Refused
  | Welcome
  | Ready
  | Pong
  | Reset
  | Entry
  | Queue
  | Typing
  | Seen
  | Desk
  | ByeNow;

export type DeskSent =
  | DeskHello
  | DeskSay
  | SetState
  | Accept
  | Decline
  | Open
  | Shut
  | WriteNote
  | Take
  | Resolve
  | Reopen
  | Takeover
  | DeskTyping
  | DeskRead
  | DeskGot
  | DeskReplay
  | Bye
  | Ping;

export type DeskTold =
  | Ok
  | Opened
  | Refused
  | DeskWelcome
  | DeskReady
  | DeskPong
  | DeskReset
  | Entry
  | Note
  | Typing
  | Seen
  | Agent
  | Offer
  | Withdrawn
  | Assigned
  | Released
  | CardChanged
  | Gone
  | ByeNow;
