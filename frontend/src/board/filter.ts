/* What the board is narrowed to, and whether a frame is of that. Pure. */
import type { Board } from "../protocol.gen";

/** null: all of them. */
export interface Filter {
  readonly site: string | null;
  readonly team: string | null;
}

export const ALL_OF_IT: Filter = { site: null, team: null };

/** A frame that was on its way when the filter changed shows something else than what was asked for. */
export function answers(frame: Pick<Board, "site" | "team">, { site, team }: Filter): boolean {
  return frame.site === site && frame.team === team;
}
