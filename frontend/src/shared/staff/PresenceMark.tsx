/* An agent's state as a shape: disc, disc with a bar, pie, two bars, triangle, ring. The word always stands near. */
import type { JSX } from "preact";

const SHAPES: Readonly<Record<string, JSX.Element>> = {
  online: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  busy: (
    <path
      fill="currentColor"
      fill-rule="evenodd"
      d="M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM2.5 4.25v1.5h5v-1.5Z"
    />
  ),
  wrap_up: <path fill="currentColor" d="M5 1a4 4 0 1 1-4 4h4Z" />,
  break: <path fill="currentColor" d="M2 1.5h2v7H2ZM6 1.5h2v7H6Z" />,
  not_responding: <path fill="currentColor" d="M5 1 9.5 9h-9Z" />,
  offline: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" stroke-width="1.5" />,
};

export function PresenceMark({ state }: { state: string }) {
  return (
    <svg class={`st ${state}`} viewBox="0 0 10 10" aria-hidden="true">
      {SHAPES[state] ?? SHAPES.offline}
    </svg>
  );
}
