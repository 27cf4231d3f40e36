/* A person's mark: two letters, or the family name where it is written in Chinese. The same at the desk and for visitors. */

const HAN = /\p{Script=Han}/u;

/** "Zhou Yutong" → ZY, "周雨桐" → 周, "" → "". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = HAN.test(name) || words.length < 2 ? [name.trim()] : [words[0], words.at(-1)];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
