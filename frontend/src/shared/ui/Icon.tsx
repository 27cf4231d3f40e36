/* One line icon; the paths are in icons.ts. */

interface Props {
  /** A path of icons.ts. */
  readonly d: string;
  /** Extra classes: `i-s` 16 px, `i-l` 24 px, `i-turn` mirrors with the writing direction. */
  readonly look?: string;
}

export function Icon({ d, look = "" }: Props) {
  return (
    <svg class={`i ${look}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
