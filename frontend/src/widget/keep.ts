/* What this browser remembers of a site: who it is, where it stopped reading, what was being typed. */
import { newId } from "../shared/ids";
import { type Store, store } from "../shared/storage";

export interface Keep extends Store {
  /** Chosen once for this browser. */
  device(): string;
  note(key: string, value: string | null): void;
}

export function keep(site: string): Keep {
  const kept = store(`chatdesk:${site}:`);

  function note(key: string, value: string | null): void {
    if (value === null) kept.removeItem(key);
    else kept.setItem(key, value);
  }

  function device(): string {
    const known = kept.getItem("device");
    if (known) return known;
    const made = newId();
    note("device", made);
    return made;
  }

  return { ...kept, note, device };
}
