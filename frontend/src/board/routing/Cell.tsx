/* A part of the page with its heading, and what stands there while nothing was read yet, or couldn't be. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { now } from "../../desk/room";
import type { Reading } from "../../desk/use_read";
import { duration, t } from "./words";

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
  /** It has to be worked out first, which takes a while: how long already is said. */
  readonly slow?: boolean;
  readonly children: (found: T) => ComponentChildren;
}

/** What was found; while it is missing, that it is being read; what went wrong stands over it, with a way to try again. */
export function Ready<T>({ of: { found, failed, again }, slow = false, children }: ReadyProps<T>) {
  return (
    <>
      {failed && <Failed why={failed} again={again} />}
      {found !== null ? children(found) : !failed && (slow ? <Slow /> : <Blank />)}
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

function Slow() {
  const [since] = useState(Date.now());
  return <Progress since={since} />;
}

/** How long it takes isn't known beforehand, so the time that has passed is told. */
export function Progress({ since }: { since: number }) {
  return (
    <div class="progress" role="status" aria-busy="true">
      <span class="track" aria-hidden="true">
        <i />
      </span>
      <span class="xs soft">{t("working_out", { time: duration((now.value - since) / 1_000) })}</span>
    </div>
  );
}
