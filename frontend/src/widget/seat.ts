/* What the loader hands to the widget app: where to draw, whom to call, and who it is for. */

export interface Seat {
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  readonly base: string;
  readonly site: string;
  readonly locale: string;
}

/** One command of the page: `chatdesk("open")`, `chatdesk("identify", …)`. */
export type Command = readonly [name: string, ...rest: unknown[]];

export type Run = (...command: Command) => void;
