/* The live list: in which order it stands, who is late, and what the keys move to. Pure. */
import type { BoardRow } from "../protocol.gen";

const WAITS: ReadonlySet<string> = new Set(["queued", "offered"]);
/** From this share of a promise on it counts as at risk, and its ring turns to a warning a little later. */
export const AT_RISK = 0.5;
const WARN = 0.75;

export const waits = (row: BoardRow) => WAITS.has(row.state);

/** The share of the promise that is used; 0 where nothing was promised. */
export function used(row: Pick<BoardRow, "promise_s" | "waited_s">, late: number): number {
  return row.promise_s > 0 ? (row.waited_s + late) / row.promise_s : 0;
}

export function tone(share: number): "" | "warn" | "bad" {
  if (share >= 1) return "bad";
  return share >= WARN ? "warn" : "";
}

/** Who waits and has used half of the promise or more, least time left first. */
export function atRisk(rows: readonly BoardRow[], late: number): BoardRow[] {
  const left = (row: BoardRow) => row.promise_s - row.waited_s;
  return rows.filter((row) => waits(row) && used(row, late) >= AT_RISK).sort((a, b) => left(a) - left(b));
}

/** While somebody points at the list its order stands still: known rows keep their place, new ones come last. */
export function steady(rows: readonly BoardRow[], order: readonly string[]): BoardRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = order.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(order);
  return [...kept, ...rows.filter((row) => !known.has(row.id))];
}

/** The row `step` away from `id`; from none, the first or the last. */
export function neighbour(ids: readonly string[], id: string | null, step: number): string | null {
  const at = id === null ? -1 : ids.indexOf(id);
  if (at < 0) return ids.at(step > 0 ? 0 : -1) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}
