/* Lines as they stand in the log: bubbles of one author close together under one name and one time. */
import { sameDay } from "../shared/time";
import type { Line } from "../shared/timeline";

const APART_MS = 5 * 60_000;
const SPOKEN = new Set(["message", "choices", "slot"]);

export interface Group {
  readonly key: string;
  /** A system line stands alone; `day` opens a new day. */
  readonly sort: "me" | "bot" | "agent" | "system";
  readonly name: string;
  readonly lines: readonly Line[];
  readonly day: string | null;
}

function sortOf(line: Line): Group["sort"] {
  if (!SPOKEN.has(line.kind) || line.author.role === "system") return "system";
  return line.author.role === "visitor" ? "me" : line.author.role;
}

/** Each change of a ticket is a line; the visitor sees the latest, since all lead to the same page. */
function latest(line: Line, _at: number, all: readonly Line[]): boolean {
  const same = (other: Line) => other.kind === "ticket" && other.data?.number === line.data?.number;
  return line.kind !== "ticket" || all.findLast(same) === line;
}

export function groups(lines: readonly Line[]): Group[] {
  const made: (Group & { lines: Line[] })[] = [];
  let before: Line | undefined;
  for (const line of lines.filter(latest)) {
    const [sort, name] = [sortOf(line), line.author.name ?? ""];
    const day = !before || !sameDay(before.at, line.at) ? line.at : null;
    const last = made.at(-1);
    if (before && last && !day && sort !== "system" && joins(last, before, line)) last.lines.push(line);
    else made.push({ key: `${line.seq}`, sort, name, lines: [line], day });
    before = line;
  }
  return made;

  function joins(group: Group, previous: Line, line: Line): boolean {
    const near = Date.parse(line.at) - Date.parse(previous.at) < APART_MS;
    return near && group.sort === sortOf(line) && group.name === (line.author.name ?? "");
  }
}
