/* The size of a box on the page, in px, as it is now. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Size } from "./chart";

/** `place` goes to the box as its ref; until it is measured, `first`. */
export function useSize(first: Size) {
  const place = useRef<HTMLDivElement>(null);
  const [size, resize] = useState(first);
  useLayoutEffect(() => {
    const box = place.current;
    if (!box) return;
    const seen = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = box;
      if (width > 0 && height > 0)
        resize((was) => (was.width === width && was.height === height ? was : { width, height }));
    });
    seen.observe(box);
    return () => seen.disconnect();
  }, []);
  return { place, size };
}
