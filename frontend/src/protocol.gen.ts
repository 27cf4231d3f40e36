/* Printed from conversations/protocol.py. Do not edit. */

export type State = "bot" | "queued" | "offered" | "live" | "parked" | "resolved";
export type Kind = "message" | "choices" | "slot" | "joined" | "left" | "queued" | "transferred" | "resolved" | "reopened" | "ticket" | "rating_request" | "rated" | "amended" | "erased" | "notice";
export type Code = "malformed" | "too_large" | "invalid" | "not_allowed" | "not_found" | "stale" | "fenced" | "client_id_conflict" | "rate" | "closed" | "busy" | "unavailable";

/** Yes to an offer. */
export interface Accept {
  type: "accept";
  ref: number;
  offer: string;
}

/** A colleague's state and load, or one's own. */
export interface Agent {
  type: "agent";
  id: string;
  state: string;
  load: number;
  capacity: number;
  name?: string | null;
}

/** A member of staff and what they may do. */
export interface AgentView {
  id: string;
  name: string;
  role: string;
  permissions: string[];
}

/** A person, please. Opens a conversation where none is open. */
export interface AskHuman {
  type: "ask_human";
  ref: number;
  topic?: string | null;
  conversation?: string | null;
}

/** It is yours: write under this `epoch`. */
export interface Assigned {
  type: "assigned";
  conversation: string;
  card: Card;
  epoch: string;
  why: Record<string, string>;
}

/** Who a line is from. */
export interface Author {
  role: "agent" | "bot" | "system" | "visitor";
  id?: string | null;
  name?: string | null;
  avatar?: string | null;
}

/** The figures of this moment under the filter asked for; at most every 500 ms, within 1 s of a change. */
export interface Board {
  type: "board";
  at: string;
  site: string | null;
  team: string | null;
  waiting: number;
  offered: number;
  oldest_wait_s: number;
  oldest: BoardOldest | null;
  bot: number;
  live: number;
  parked: number;
  agents: Record<string, number>;
  free: number;
  queues: BoardQueue[];
  skills: BoardSkill[];
  people: BoardPerson[];
  today: BoardToday;
  arrivals: BoardArrivals;
  rows: BoardRow[];
  needs_you: BoardNeed[];
}

/** Conversations begun in each step since `start` (local midnight), up to and with the present one. */
export interface BoardArrivals {
  start: string;
  step_s: number;
  counts: number[];
}

/** Something that wants a supervisor; `figures` say how much. */
export interface BoardNeed {
  code: "not_responding" | "over_promise" | "routing_check" | "unanswered" | "unserved_need" | "unserved_team";
  figures: Record<string, number | string>;
  conversation?: string | null;
  agent?: Colleague | null;
}

/** Who has waited longest; `name` is empty where unknown, `customer` too where it isn't the viewer's to see. */
export interface BoardOldest {
  conversation: string;
  customer: string;
  name: string;
  needs: Record<string, number>;
  promise_s: number;
}

/** One seat: the state as colleagues see it and since when, units in use, level by skill; `reason` of a break. */
export interface BoardPerson {
  id: string;
  name: string;
  state: string;
  since: string;
  load: number;
  capacity: number;
  skills: Record<string, number>;
  team: string | null;
  reason?: string;
}

/** Those who wait for the same skills: `key` joins them by `+`, as in `zh+billing`; free units of who can serve them. */
export interface BoardQueue {
  key: string;
  waiting: number;
  oldest_wait_s: number;
  free: number;
}

/** One open conversation; `agent` has it or is asked, `waited_s` counts while it waits, `began` is its first moment. */
export interface BoardRow {
  id: string;
  state: State;
  customer: string;
  name: string;
  verified: boolean;
  needs: Record<string, number>;
  agent: Colleague | null;
  bot_confidence: number | null;
  first_response_s: number | null;
  began: string;
  since: string;
  waited_s: number;
  promise_s: number;
  channel: string;
}

/** One skill: free units of those online who have it, and how many waiting visitors need it. */
export interface BoardSkill {
  key: string;
  name: Record<string, string>;
  kind: string;
  free: number;
  waiting: number;
}

/** Counts since local midnight. Null where there is nothing yet to take a middle or mean of. */
export interface BoardToday {
  conversations: number;
  bot_resolved: number;
  handled: number;
  tickets: number;
  abandoned: number;
  answered: number;
  within_promise: number;
  first_response_p50_s: number | null;
  csat: number | null;
  ratings: number;
}

/** Gone on purpose: presence ends at once. */
export interface Bye {
  type: "bye";
}

/** The server closes this socket; come again after `retry_ms`. */
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
  parked_until?: string | null;
}

/** What the list shows of a conversation has changed. */
export interface CardChanged {
  type: "card";
  card: Card;
}

/** Who writes, and whether the site's signature vouches for it. */
export interface CardCustomer {
  id: string;
  name: string;
  verified: boolean;
}

/** Pick one of the bot's `choices` of line `seq`; it becomes the visitor's message. */
export interface Choose {
  type: "choose";
  ref: number;
  client_id: string;
  seq: number;
  choice: string;
  conversation?: string | null;
}

/** A member of staff, by name. */
export interface Colleague {
  id: string;
  name: string;
}

/** No to an offer; it goes to somebody else, and the visitor keeps the place. */
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

/** Show the board from now on, of one site or team if named, or no more; needs the right to see it. */
export interface DeskBoard {
  type: "board";
  ref: number;
  on: boolean;
  site?: string | null;
  team?: string | null;
}

/** Everything up to line `seq` and note `n` has arrived; makes room for more. */
export interface DeskGot {
  type: "got";
  conversation: string;
  seq: number;
  n?: number | null;
}

/** The first frame: the session's cookie or `api_key` says who it is. */
export interface DeskHello {
  type: "hello";
  ref: number;
  protocol: number;
  device: string;
  api_key?: string | null;
  epoch?: string | null;
  after?: Record<string, [number, number]> | null;
}

/** The answer to `ping`, with lines and notes. */
export interface DeskPong {
  type: "pong";
  heads: Record<string, [number, number]>;
}

/** The agent has seen everything up to `seq`. */
export interface DeskRead {
  type: "read";
  conversation: string;
  seq: number;
}

/** Everything up to `heads` was sent. */
export interface DeskReady {
  type: "ready";
  heads: Record<string, [number, number]>;
}

/** Send everything after line and note `after` once more; then `ok`. */
export interface DeskReplay {
  type: "replay";
  ref: number;
  conversation: string;
  after: [number, number];
}

/** As for visitors, with lines and notes. */
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
  epoch: string | number | null;
  text: string;
  attachments?: string[] | null;
  reply_to?: number | null;
}

/** The agent began or stopped writing. */
export interface DeskTyping {
  type: "typing";
  conversation: string;
  on: boolean;
  preview?: string | null;
}

/** The answer to `hello`: who you are, your state, and the conversations to begin with. */
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
  breaks?: string[];
}

/** What an article says to the visitor's question, ready to be sent or changed; `confidence` that it is right, 0 to 1. */
export interface Draft {
  article: string;
  question: string;
  text: string;
  confidence: number;
  why: Record<string, string>;
}

/** One line of the timeline: whatever the visitor may see. `kind` says what stands in `data`. */
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

/** The conversation that this socket follows. */
export interface Followed {
  id: string;
  state: State;
  head: number;
}

/** A conversation left your view. */
export interface Gone {
  type: "gone";
  conversation: string;
}

/** Everything up to `seq` has arrived; makes room for more. */
export interface Got {
  type: "got";
  conversation: string;
  seq: number;
}

/** To the agent who transferred: what became of it. Anything but `accepted` leaves the conversation with the sender. */
export interface Handed {
  type: "handed";
  conversation: string;
  to: Colleague;
  outcome: string;
  expires_at?: string | null;
  reason?: string | null;
}

/** The first frame: which site, who it is as far as known, and what was already received. */
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

/** The latest message, shortened. */
export interface LastLine {
  text: string;
  role: string;
  at: string;
}

/** The visitor ends the conversation. */
export interface Leave {
  type: "leave";
  ref: number;
  conversation?: string | null;
}

/** A colleague named you in note `n` of this conversation. */
export interface Mentioned {
  type: "mentioned";
  conversation: string;
  n: number;
  by: Colleague;
}

/** A line for colleagues, with a number of its own; never sent to a visitor. */
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

/** Will you take this conversation? Until `expires_at`; `why` says why you are asked. */
export interface Offer {
  type: "offer";
  offer: string;
  conversation: string;
  card: Card;
  expires_at: string;
  why: Record<string, string>;
  by?: Colleague | null;
  text?: string | null;
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
  unserved?: Unserved | null;
}

/** Follow a conversation, from `after` on or from its beginning. */
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

/** A page of the site. */
export interface Page {
  url: string;
  title?: string;
  referrer?: string;
}

/** The page that the visitor looks at. */
export interface PageChanged {
  type: "page";
  url: string;
  title?: string;
}

/** The page that the visitor looks at now; an empty `url` when the visitor has left. */
export interface PageShown {
  type: "page";
  conversation: string;
  url: string;
  title?: string;
}

/** Put it aside, without a unit: until the visitor writes again or `until` is up. */
export interface Park {
  type: "park";
  ref: number;
  conversation: string;
  epoch: string | number | null;
  until?: string | null;
}

/** Still here; every `heartbeat_s`. Answered by `pong`. */
export interface Ping {
  type: "ping";
}

/** The answer to `ping`: a head beyond what you have means that something got lost; ask by `replay`. */
export interface Pong {
  type: "pong";
  heads: Record<string, number>;
}

/** What to do instead of waiting: `option` is wait, message, callback or bot. */
export interface Prefer {
  type: "prefer";
  ref: number;
  option: string;
  text?: string | null;
  phone?: string | null;
  email?: string | null;
  conversation?: string | null;
}

/** The visitor's place in line, an honest estimate or none, and what may be done instead. */
export interface Queue {
  type: "queue";
  conversation: string;
  position: number;
  wait: Wait | null;
  options: string[];
}

/** A `score` from 1 to 5, until 24 hours after it ended; again replaces. */
export interface Rate {
  type: "rate";
  ref: number;
  score: number;
  comment?: string | null;
  reasons?: string[] | null;
  conversation?: string | null;
}

/** The visitor has seen everything up to `seq`. */
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

/** It is not yours any more. */
export interface Released {
  type: "released";
  conversation: string;
  reason: string;
}

/** Open an ended conversation again, for its last agent if possible. */
export interface Reopen {
  type: "reopen";
  ref: number;
  conversation: string;
}

/** Send everything after line `after` once more; then `ok`. */
export interface Replay {
  type: "replay";
  ref: number;
  conversation: string;
  after: number;
}

/** Too much was missed, or it belongs to another database: forget what you have and go on from `head`. */
export interface Reset {
  type: "reset";
  conversation: string;
  head: number;
  reason: string;
}

/** End it: `outcome` is resolved or ticket; `epoch` is null where nobody is assigned yet. */
export interface Resolve {
  type: "resolve";
  ref: number;
  conversation: string;
  epoch: string | number | null;
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

/** The other side has seen everything up to `seq`. */
export interface Seen {
  type: "seen";
  conversation: string;
  role: string;
  seq: number;
}

/** The agent's own state: online, busy, break or offline. */
export interface SetState {
  type: "state";
  ref: number;
  state: string;
  reason?: string | null;
}

/** The visitor began or stopped writing; the desk may see the draft. */
export interface SetTyping {
  type: "typing";
  on: boolean;
  preview?: string | null;
}

/** Follow it no longer, unless it is one's own. */
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

/** What the widget shows of the site. */
export interface SiteView {
  name: string;
  locale: string;
  open: boolean;
  theme: Record<string, unknown>;
  topics: Topic[];
  greeting?: string;
  suggestions?: Suggestion[];
}

/** Whether the bot's answer of line `seq` helped; again replaces. After a no the bot offers what else it may be. */
export interface Solved {
  type: "solved";
  ref: number;
  seq: number;
  solved: boolean;
  conversation?: string | null;
}

/** What might answer the visitor's latest words? Shows and changes nothing. */
export interface Suggest {
  type: "suggest";
  ref: number;
  conversation: string;
}

/** What became of a suggestion: `act` is inserted, edited or ignored. */
export interface Suggested {
  type: "suggested";
  ref: number;
  conversation: string;
  article: string;
  act: string;
  seq?: number | null;
}

/** A question that is often asked. */
export interface Suggestion {
  id: string;
  text: string;
}

/** The `ok` of `suggest`: what may answer line `seq`, the likeliest first; empty where nothing comes close. */
export interface Suggestions {
  type: "ok";
  ref: number;
  conversation: string;
  seq: number;
  suggestions: Draft[];
}

/** Take a conversation without having been asked. */
export interface Take {
  type: "take";
  ref: number;
  conversation: string;
}

/** A supervisor takes a conversation that a colleague has. */
export interface Takeover {
  type: "takeover";
  ref: number;
  conversation: string;
}

/** Where a conversation is to go: exactly one of an agent's id, a team's key, or skills with the least level of each. */
export interface Target {
  agent?: string | null;
  team?: string | null;
  skills?: Record<string, number> | null;
}

/** What a visitor may choose to talk about. */
export interface Topic {
  key: string;
  name: string;
}

/** Hand it on: to a colleague, who is asked first, or into the queue for a team or for skills. `text` is for whoever comes. */
export interface Transfer {
  type: "transfer";
  ref: number;
  conversation: string;
  epoch: string | number | null;
  to: Target;
  text?: string | null;
}

/** Somebody began or stopped writing. */
export interface Typing {
  type: "typing";
  conversation: string;
  role: string;
  name: string;
  on: boolean;
  preview?: string | null;
}

/** Where it was handed to, nobody has these needs (level by skill); `until` is when others may take it, if ever. */
export interface Unserved {
  missing: Record<string, number>;
  until?: string | null;
}

/** Which colleagues have this conversation open besides yourself; told whenever that changes. */
export interface Viewing {
  type: "viewing";
  conversation: string;
  agents: Colleague[];
}

/** The visitor, as they are called at the desk. */
export interface VisitorView {
  id: string;
  name: string;
}

/** How long it will take, as a range in seconds. */
export interface Wait {
  low_s: number;
  high_s: number;
}

/** Look on while others talk; answered as `open`, on record, and never seen by the visitor. `shut` ends it. */
export interface Watch {
  type: "watch";
  ref: number;
  conversation: string;
  after?: [number, number] | null;
}

/** The answer to `hello`. `token` is there when it is new: keep it and send it next time. */
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

/** An offer is over, and why. */
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
  | Solved
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
  | Transfer
  | Park
  | Suggest
  | Suggested
  | Resolve
  | Reopen
  | Takeover
  | Watch
  | DeskBoard
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
  | Board
  | Handed
  | Viewing
  | PageShown
  | Mentioned
  | Suggestions
  | ByeNow;
