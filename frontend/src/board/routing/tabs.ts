/* The parts of the routing page, and the address of each. Pure. */

export const TABS = ["queues", "decisions", "skills", "forecast", "policies"] as const;
export type Tab = (typeof TABS)[number];

/** Which part an address names; the first where it names none. */
export function tabOf(search: string): Tab {
  const named = new URLSearchParams(search).get("tab");
  return TABS.find((tab) => tab === named) ?? TABS[0];
}

/** The address's query with the part put in, whatever else it says kept; the first part needs no name. */
export function tabQuery(search: string, tab: Tab): string {
  const query = new URLSearchParams(search);
  if (tab === TABS[0]) query.delete("tab");
  else query.set("tab", tab);
  return query.size > 0 ? `?${query}` : "";
}
