/* How sure, as a short bar; the number always stands beside it. */

/** From here on an answer counts as sure, and its meter is green. */
export const SURE = 0.85;

/** `quiet` where it isn't the bot that speaks. */
export function Meter({ share, quiet = false }: { share: number; quiet?: boolean }) {
  const tone = share >= SURE ? "good" : quiet ? "soft" : "";
  return (
    <svg class={`cf ${tone}`} viewBox="0 0 32 4" aria-hidden="true">
      <rect class="t" width="32" height="4" rx="2" />
      <rect class="v" width={32 * share} height="4" rx="2" />
    </svg>
  );
}
