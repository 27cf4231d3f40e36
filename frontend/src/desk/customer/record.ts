/* What is known of a customer: read by REST when one is looked at, and anew when something of theirs changes. */
import { signal } from "@preact/signals";
import { get } from "../api";

export interface Past {
  readonly id: string;
  readonly state: string;
  readonly at: string;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly outcome: string;
  /** 1–5, or null where nobody rated. */
  readonly csat: number | null;
  readonly first_line: string;
  readonly may_open: boolean;
}

export interface TicketLine {
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly at: string;
}

export interface CustomerRecord {
  readonly id: string;
  readonly name: string;
  readonly verified: boolean;
  readonly email: string;
  readonly phone: string;
  readonly locale: string;
  readonly first_seen: string;
  readonly page: { readonly url: string; readonly title: string } | null;
  readonly conversations: readonly Past[];
  readonly tickets: readonly TicketLine[];
}

/** By customer; null where it couldn't be read. */
export const records = signal<Readonly<Record<string, CustomerRecord | null>>>({});

export async function readRecord(customer: string): Promise<void> {
  const path = `customers/${encodeURIComponent(customer)}`;
  const found = await get<CustomerRecord>(path).catch(() => records.peek()[customer] ?? null);
  records.value = { ...records.value, [customer]: found };
}

/** What may be followed: a page of the web, with its path to read; anything else is only text. */
export function shownPage(page: { url: string; title: string }): { href: string | null; path: string } {
  const url = URL.canParse(page.url) ? new URL(page.url) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { href: null, path: page.url };
  return { href: url.href, path: decoded(url.pathname + url.search) };
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
