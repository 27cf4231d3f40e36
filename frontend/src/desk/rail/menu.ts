/* How a small menu behaves: the first item gets the focus, arrows move it, Escape and a press outside close. */

const ITEMS = "[role=menuitemradio], [role=menuitem]";

/** Start; what comes back stops it. `[data-opens]` buttons close by themselves. */
export function menuKeys(place: HTMLElement | null, close: () => void): () => void {
  const items = () => [...(place?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
  items()[0]?.focus();
  const pressed = (event: Event) => {
    const target = event.target as HTMLElement;
    if (!place?.contains(target) && !target.closest("[data-opens]")) close();
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (!step || at < 0) return;
    event.preventDefault();
    all[(at + step + all.length) % all.length]?.focus();
  };
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("keydown", keyed);
  return () => {
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("keydown", keyed);
  };
}
