/* What the loader hands to the widget app: where to draw, whom to call, and what the page asked for meanwhile. */

export interface Seat {
  readonly root: ShadowRoot;
  readonly base: string;
  readonly site: string;
  readonly locale: string;
}
