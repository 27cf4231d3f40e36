/* What every part of the panel is given: the talk, the words, and where the visitor is. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Locale, Say } from "../shared/i18n";
import type { Keep } from "./keep";
import type * as later from "./later";
import type { Rest } from "./rest";
import type { Talk } from "./talk";
import type { Key, LateKey } from "./words";

export type View =
  | { readonly at: "home" | "talk" | "sent" }
  | { readonly at: "message" | "callback" }
  | { readonly at: "ticket"; readonly number: string };

export type Later = typeof later;

export interface Scene {
  readonly talk: Talk;
  readonly keep: Keep;
  readonly rest: Rest;
  readonly locale: ReadonlySignal<Locale>;
  readonly view: Signal<View>;
  /** Reads the locale signal, so whoever renders with it follows the language. */
  readonly say: Say<Key>;
  /** The same for whatever comes with `later`. */
  readonly tell: Say<LateKey>;
  /** Change the language, and remember it. */
  switchTo(locale: Locale): void;
  close(): void;
  /** What is loaded when it is needed; null until it is here. */
  later(): Later | null;
}
