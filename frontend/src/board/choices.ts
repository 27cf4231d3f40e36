/* What the board can be narrowed to: sites and teams, read once by REST. */
import { signal } from "@preact/signals";
import { get } from "../desk/api";

export interface Choice {
  readonly key: string;
  readonly name: string;
}

export const sites = signal<readonly Choice[]>([]);
export const teams = signal<readonly Choice[]>([]);

/** Who may not list them has nothing to choose from. */
async function read(path: string): Promise<readonly Choice[]> {
  const found = await get<{ items: Choice[] }>(path).catch(() => ({ items: [] }));
  return found.items;
}

export async function readChoices(): Promise<void> {
  [sites.value, teams.value] = await Promise.all([read("sites"), read("teams")]);
}
