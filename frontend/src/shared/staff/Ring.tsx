/* The promise ring: the share of a promised time that is used. The time itself always stands beside it in words. */
import type { ComponentChildren } from "preact";

/** `share` in 0–1; `tone` is "", "warn", "bad" or "acc". */
export function Ring({ share, tone = "" }: { share: number; tone?: string }) {
  const used = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <svg class={`ring ${tone}`} viewBox="0 0 32 32" aria-hidden="true">
      <circle class="t" cx="16" cy="16" r="14.5" />
      <circle class="v" cx="16" cy="16" r="14.5" pathLength="100" stroke-dasharray={`${used} 100`} />
    </svg>
  );
}

/** A ring with something in its middle. */
export function Ringed({ share, tone, big, children }: RingedProps) {
  return (
    <span class={big ? "big" : "ringed"}>
      <Ring share={share} tone={tone ?? ""} />
      {children}
    </span>
  );
}

interface RingedProps {
  share: number;
  tone?: string;
  big?: boolean;
  children: ComponentChildren;
}
