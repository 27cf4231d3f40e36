/* The desk's REST calls: the session's cookie goes along by itself, changes carry Django's CSRF token. */
import { newId } from "../shared/ids";

export interface Comment {
  readonly author: string;
  readonly role: string;
  readonly public: boolean;
  readonly text: string;
  readonly at: string;
}

/** The server refused; the message is its sentence. */
export class Problem extends Error {}

/** Django's token, to be given back with every change. */
export function csrf(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      ...(body ? { "Content-Type": "application/json", "X-CSRFToken": csrf() } : {}),
      ...(method === "POST" ? { "Idempotency-Key": newId() } : {}),
    },
    body: body ? JSON.stringify(body) : null,
  });
  const answer = (await response.json().catch(() => ({}))) as T & { detail?: string; title?: string };
  if (!response.ok || method !== "GET")
    // the id that every log has for it, to what it owes
    console.debug("[chatdesk]", response.headers.get("X-Request-ID"), method, path, response.status);
  if (response.ok) return answer;
  throw new Problem(answer.detail ?? answer.title ?? response.statusText);
}

export const get = <T>(path: string): Promise<T> => call("GET", path);
export const post = <T>(path: string, body: object): Promise<T> => call("POST", path, body);
export const patch = <T>(path: string, body: object): Promise<T> => call("PATCH", path, body);
