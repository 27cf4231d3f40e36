/* A part of the page with its heading, and what stands there while nothing was read yet, or couldn't be. */
import type { ComponentChildren } from "preact";
import type { Reading } from "../../desk/use_read";
import { t } from "./words";

interface CellProps {
  readonly id: string;
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly acts?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Cell({ id, title, note, acts, class: extra = "", children }: CellProps) {
  return (
    <section class={`cell ${extra}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note && <span class="xs soft">{note}</span>}
        <span class="grow" />
        {acts}
      </header>
      {children}
    </section>
  );
}

interface ReadyProps<T> {
  readonly of: Reading<T>;
  readonly children: (found: T) => ComponentChildren;
}

/** What was found; while it is missing, that it is being read; what went wrong stands over it, with a way to try again. */
export function Ready<T>({ of: { found, failed, again }, children }: ReadyProps<T>) {
  return (
    <>
      {failed && <Failed why={failed} again={again} />}
      {found !== null ? children(found) : !failed && <Blank />}
    </>
  );
}

export function Failed({ why, again }: { why: string; again: () => void }) {
  return (
    <p class="complaint failed" role="alert">
      <span class="grow">{why}</span>
      <button type="button" class="b s" onClick={again}>
        {t("again")}
      </button>
    </p>
  );
}

const LINES = ["a", "b", "c", "d"];

function Blank() {
  return (
    <div class="blank" role="status" aria-busy="true">
      <span class="vh">{t("reading")}</span>
      {LINES.map((line) => (
        <i key={line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** Nothing is there, why, and what to do. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing soft">{children}</p>;
}
