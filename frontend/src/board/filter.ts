/* What the board is narrowed to, and whether a frame is of that. Pure. */
import type { Board } from "../protocol.gen";

/** null: all of them. */
export interface Filter {
  readonly site: string | null;
  readonly team: string | null;
}

export const ALL_OF_IT: Filter = { site: null, team: null };

/** What an address names, so that a wall shows the same after a reload. */
export function filterOf(search: string): Filter {
  const query = new URLSearchParams(search);
  return { site: query.get("site") || null, team: query.get("team") || null };
}

/** The address's query with the filter and the wall put in, whatever else it says kept. */
export function queryOf(search: string, { site, team }: Filter, wall: boolean): string {
  const query = new URLSearchParams(search);
  for (const [key, value] of Object.entries({ site, team, wall: wall ? "on" : null }))
    if (value) query.set(key, value);
    else query.delete(key);
  return query.size > 0 ? `?${query}` : "";
}

/** A frame that was on its way when the filter changed shows something else than what was asked for. */
export function answers(frame: Pick<Board, "site" | "team">, { site, team }: Filter): boolean {
  return frame.site === site && frame.team === team;
}
