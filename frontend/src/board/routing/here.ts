/* Addresses of the routing tools, narrowed to the site that the page shows. */
import { filter } from "../room";

/** `path` with the site that the page is narrowed to. */
export function here(path: string): string {
  const { site } = filter.value;
  if (!site) return path;
  return `${path}${path.includes("?") ? "&" : "?"}site=${encodeURIComponent(site)}`;
}
