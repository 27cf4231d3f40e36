/* Printed from conversations/protocol.py. Do not edit. */

export type State = "bot" | "queued" | "offered" | "live" | "parked" | "resolved";
export type Kind =
  | "message" | "choices" | "slot" | "joined" | "left" | "queued" | "transferred" | "resolved" | "reopened"
  | "ticket" | "rating_request" | "rated" | "amended" | "erased" | "notice";
export type Code =
  | "malformed" | "too_large" | "invalid" | "not_allowed" | "not_found" | "stale"
  | "fenced" | "client_id_conflict" | "rate" | "closed" | "busy" | "unavailable";

export interface Author { role: "visitor" | "agent" | "bot" | "system"; id?: string | null; name?: string | null; avatar?: string | null }
export interface Topic { key: string; name: string }
export interface Suggestion { id: string; text: string }
export interface SiteView {
  name: string; locale: string; open: boolean; theme: Record<string, unknown>; topics: Topic[];
  greeting?: string; suggestions?: Suggestion[];
}
export interface Followed { id: string; state: State; head: number }
export interface VisitorView { id: string; name: string }
export interface Wait { low_s: number; high_s: number }

export interface Ok {
  type: "ok"; ref: number; conversation?: string | null; seq?: number | null; n?: number | null;
  id?: string | null; at?: string | null; dup?: boolean; epoch?: string | null;
}
export interface Refused {
  type: "refused"; ref: number | null; code: Code; message: string; retryable: boolean; retry_after_ms?: number | null;
}
export interface Entry {
  type: "entry"; conversation: string; seq: number; id: string; client_id: string | null; kind: Kind;
  author: Author; at: string; text?: string | null; data?: Record<string, unknown> | null;
}
export interface Typing { type: "typing"; conversation: string; role: string; name: string; on: boolean; preview?: string | null }
export interface Seen { type: "seen"; conversation: string; role: string; seq: number }
export interface ByeNow { type: "bye"; reason: string; retry_ms: number }
export interface Welcome {
  type: "welcome"; ref: number; token: string | null; visitor: VisitorView; site: SiteView;
  conversation: Followed | null; epoch: string; heartbeat_s: number;
}
export interface Ready { type: "ready"; heads: Record<string, number> }
export interface Pong { type: "pong"; heads: Record<string, number> }
export interface Reset { type: "reset"; conversation: string; head: number; reason: string }
export interface Queue { type: "queue"; conversation: string; position: number; wait: Wait | null; options: string[] }
export interface Desk { type: "desk"; open: boolean; agents: number }
export type VisitorTold = Ok | Refused | Welcome | Ready | Pong | Reset | Entry | Queue | Typing | Seen | Desk | ByeNow;
