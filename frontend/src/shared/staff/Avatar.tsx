/* A person's mark: two letters, or the family name where it is written in Chinese. */
import { Icon, type IconName } from "./Icon";

const HAN = /\p{Script=Han}/u;

/** "Zhou Yutong" → ZY, "周雨桐" → 周, "" → "". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  if (HAN.test(first)) return [...first][0] ?? "";
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [first];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

export function Avatar({ name, icon, class: extra = "" }: { name: string; icon?: IconName; class?: string }) {
  return (
    <span class={`av ${extra}`} aria-hidden="true">
      {icon ? <Icon name={icon} /> : initials(name)}
    </span>
  );
}
