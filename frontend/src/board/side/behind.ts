/* The list behind a figure: read by REST, anew whenever the figure moves, more of it on demand. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../../desk/api";
import type { Card } from "../../protocol.gen";
import { type Figure, figure } from "../figures";
import { board, filter } from "../room";
import { t } from "../words";

interface Found {
  readonly items: readonly Card[];
  readonly next: string | null;
  /** This page's clock in ms: the waits in it run on from here. */
  readonly readAt: number;
}

interface Listed {
  readonly found: Found | null;
  readonly failed: string;
  again(): void;
  more(): void;
}

/** Read again when this changes; a wait grows by itself, so there it is whose wait it is. */
function stamp(of: Figure): string {
  const told = board.value;
  if (!told) return "";
  if (of === "oldest_wait") return told.oldest?.conversation ?? "";
  return String(figure(of, told, 0).value);
}

const PAGE = 50;
/** Of one skill the page picks from what it read, so it reads as much as it may. */
const WHOLE = 200;

async function read(of: Figure, limit: number, cursor = ""): Promise<Found> {
  const { site, team } = filter.peek();
  const query = new URLSearchParams({
    limit: String(limit),
    ...(site && { site }),
    ...(team && { team }),
    ...(cursor && { cursor }),
  });
  const found = await get<Omit<Found, "readAt">>(`board/${of}?${query}`);
  return { ...found, readAt: Date.now() };
}

export function useBehind(of: Figure, skill: string | null): Listed {
  const limit = skill ? WHOLE : PAGE;
  const [found, take] = useState<Found | null>(null);
  const [failed, fail] = useState("");
  const [tries, retry] = useState(0);
  const { site, team } = filter.value;
  const moved = stamp(of);
  useEffect(() => {
    let gone = false;
    const heard = (fresh: Found) => {
      if (gone) return;
      take(fresh);
      fail("");
    };
    read(of, limit).then(heard, (error: Error) => gone || fail(error.message || t("not_read")));
    return () => {
      gone = true;
    };
  }, [of, limit, site, team, moved, tries]);

  async function more(): Promise<void> {
    if (!found?.next) return;
    const page = await read(of, limit, found.next).catch(() => null);
    if (page) take({ ...page, items: [...found.items, ...page.items] });
    else fail(t("not_read"));
  }

  return { found, failed, again: () => retry(tries + 1), more: () => void more() };
}
