/* Where each conversation was left: at its foot, or scrolled up; and what came below while it was. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Near enough to the foot (px) to be at it. */
const NEAR = 80;

interface Left {
  readonly top: number;
  /** How many items were there when the foot was last in view. */
  readonly read: number;
}

/** Only what was left scrolled up; everything else opens at its foot. Forgotten with the page. */
const left = new Map<string, Left>();

export function atFoot(log: Pick<HTMLElement, "scrollHeight" | "scrollTop" | "clientHeight">): boolean {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
}

export interface Place {
  readonly log: preact.RefObject<HTMLDivElement | null>;
  /** Items below the foot of what is in view that came since; null while at the foot. */
  readonly below: number | null;
  toFoot(): void;
}

/**
 * Keeps the foot in view while it is in view, whatever grows; where somebody scrolled up, stays, also when they come
 * back later. `count` items are shown; `own` changes when this agent writes, which always goes to the foot.
 */
export function usePlace(conversation: string, count: number, own: number): Place {
  const log = useRef<HTMLDivElement>(null);
  const near = useRef(!left.has(conversation));
  const [up, scrolledUp] = useState(!near.current);
  const counted = useRef(count);
  counted.current = count;

  function toFoot(): void {
    near.current = true;
    left.delete(conversation);
    scrolledUp(false);
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }

  useLayoutEffect(() => {
    const place = log.current;
    if (!place) return;
    place.scrollTop = left.get(conversation)?.top ?? place.scrollHeight;
    return watching(
      place,
      () => {
        near.current = atFoot(place);
        if (near.current) left.delete(conversation);
        else
          left.set(conversation, {
            top: place.scrollTop,
            read: left.get(conversation)?.read ?? counted.current,
          });
        scrolledUp(!near.current);
      },
      near,
    );
  }, [conversation]);
  useLayoutEffect(() => {
    if (near.current && log.current) log.current.scrollTop = log.current.scrollHeight;
  });
  useEffect(() => {
    if (own > 0) toFoot();
  }, [own]);

  const read = left.get(conversation)?.read ?? count;
  return { log, below: up ? Math.max(0, count - read) : null, toFoot };
}

/** Calls `scrolled` on every scroll, and holds the foot when the log's own room changes. */
function watching(place: HTMLElement, scrolled: () => void, near: { readonly current: boolean }): () => void {
  const stay = new ResizeObserver(() => {
    if (near.current) place.scrollTop = place.scrollHeight;
  });
  stay.observe(place);
  place.addEventListener("scroll", scrolled, { passive: true });
  return () => {
    stay.disconnect();
    place.removeEventListener("scroll", scrolled);
  };
}
