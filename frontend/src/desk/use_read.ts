/* Reading by REST: what was found, what went wrong, how fresh it is; read again on a beat while the page is looked at. */
import { useEffect, useState } from "preact/hooks";
import { get, Problem, post } from "./api";
import { locale } from "./room";
import { t } from "./words";

export interface Reading<T> {
  /** null until the first good answer to this address. */
  readonly found: T | null;
  /** Why the last try failed, or "". What was found before stays. */
  readonly failed: string;
  /** When it was found, in ms of this page's clock. */
  readonly at: number;
  again(): void;
}

interface Held<T> {
  readonly path: string | null;
  readonly found: T | null;
  readonly failed: string;
  readonly at: number;
}

const NOTHING = { path: null, found: null, failed: "", at: 0 };

/** The server's own sentence where it is in the reader's language, else ours. */
const why = (error: unknown) =>
  error instanceof Problem && locale.peek() === "en" ? error.message : t("not_read");

/** Read `path` (null: nothing), and again every `everyMs` ms while somebody looks; 0: once. */
export function useRead<T>(path: string | null, everyMs = 0): Reading<T> {
  const [held, hold] = useState<Held<T>>(NOTHING);
  const [tries, retry] = useState(0);
  useEffect(() => {
    if (path === null) return;
    let gone = false;
    let next: ReturnType<typeof setTimeout> | undefined;
    const settled = (fresh: (was: Held<T>) => Held<T>) => {
      if (gone) return;
      hold((was) => fresh(was.path === path ? was : { ...NOTHING, path }));
      if (everyMs > 0) next = setTimeout(read, everyMs);
    };
    const read = (): void => {
      if (document.visibilityState === "hidden") {
        next = setTimeout(read, everyMs || 1_000);
        return;
      }
      get<T>(path).then(
        (found) => settled(() => ({ path, found, failed: "", at: Date.now() })),
        (error: unknown) => settled((was) => ({ ...was, failed: why(error) })),
      );
    };
    read();
    return () => {
      gone = true;
      clearTimeout(next);
    };
  }, [path, everyMs, tries]);
  const { found, failed, at } = held.path === path ? held : NOTHING;
  return { found, failed, at, again: () => retry(tries + 1) };
}

export interface Asking<T> extends Reading<T> {
  /** Since when an answer is being worked out, in ms; null: it isn't. */
  readonly since: number | null;
}

/** Something that has to be worked out: `ask()` starts it, a second one while it runs changes nothing. */
export function useAsk<T>(path: string): Asking<T> & { ask(body: object): void } {
  const [held, hold] = useState<Held<T>>(NOTHING);
  const [since, begin] = useState<number | null>(null);
  const [last, keep] = useState<object>({});

  function ask(body: object): void {
    if (since !== null) return;
    keep(body);
    begin(Date.now());
    post<T>(path, body)
      .then(
        (found) => hold({ path, found, failed: "", at: Date.now() }),
        (error: unknown) => hold((was) => ({ ...was, failed: why(error) })),
      )
      .finally(() => begin(null));
  }

  return { found: held.found, failed: held.failed, at: held.at, since, ask, again: () => ask(last) };
}
