/* What the widget reads by HTTP: older pages of the talk, and tickets. */
import type { Entry } from "../protocol.gen";

export interface Comment {
  readonly text: string;
  readonly at: string;
  readonly author?: { readonly role?: string; readonly name?: string } | string | null;
}

export interface Ticket {
  readonly number: string;
  readonly state: string;
  readonly title?: string;
  readonly created_at?: string;
  readonly comments?: readonly Comment[];
}

export interface Rest {
  /** The `limit` entries before seq `before` (or the last ones), oldest first. */
  entries(conversation: string, before: number | null): Promise<Entry[]>;
  tickets(): Promise<Ticket[]>;
  ticket(number: string): Promise<Ticket>;
}

export function rest(base: string, token: () => string | null): Rest {
  async function read<T>(path: string): Promise<T> {
    const answer = await fetch(`${base}/api/v1/visitor/${path}`, {
      headers: { Authorization: `Bearer ${token() ?? ""}` },
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json() as Promise<T>;
  }

  return {
    async entries(conversation, before) {
      const cursor = before === null ? "" : `&before=${before}`;
      const page = await read<{ items: Entry[] }>(`conversations/${conversation}/entries?limit=100${cursor}`);
      return [...page.items].sort((a, b) => a.seq - b.seq);
    },
    tickets: async () => (await read<{ items: Ticket[] }>("tickets")).items,
    ticket: (number) => read<Ticket>(`tickets/${number}`),
  };
}
