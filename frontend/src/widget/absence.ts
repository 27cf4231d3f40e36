/* Something is away: felt only when it lasts. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Absence {
  readonly felt: ReadonlySignal<boolean>;
  /** Said again while it lasts, it counts from the first time. */
  began(): void;
  ended(): void;
}

export function absence(afterMs: number): Absence {
  const felt = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    felt,
    began() {
      timer ??= setTimeout(() => {
        felt.value = true;
      }, afterMs);
    },
    ended() {
      clearTimeout(timer);
      timer = undefined;
      felt.value = false;
    },
  };
}
