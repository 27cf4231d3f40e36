/* The agent's own menu: state with the reason of a break, language, theme, sign out. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { setPresence } from "../acts";
import { csrf } from "../api";
import { desk, locale, type Theme, theme } from "../room";
import { t } from "../words";

const CHOICES: ReadonlyArray<{
  state: "online" | "busy" | "break" | "offline";
  reason?: "rest" | "meal" | "training";
}> = [
  { state: "online" },
  { state: "busy" },
  { state: "break", reason: "rest" },
  { state: "break", reason: "meal" },
  { state: "break", reason: "training" },
  { state: "offline" },
];
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function OwnMenu({ close }: { close: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => leaving(place.current, close), [close]);
  const { agent, presence, load, capacity } = desk.value;
  return (
    <div class="menu own" ref={place}>
      <p class="own-name">
        <b>{agent?.name}</b>
        <span class="xs soft">{t("own_load", { load, capacity })}</span>
      </p>
      <div role="menu" aria-label={t("own_state")}>
        {CHOICES.map((choice) => (
          <Choice
            key={choice.state + (choice.reason ?? "")}
            {...choice}
            on={presence === choice.state}
            close={close}
          />
        ))}
      </div>
      <Setting word={t("language")}>
        <Pick on={locale.value === "zh"} pick={() => (locale.value = "zh")} word="中文" />
        <Pick on={locale.value === "en"} pick={() => (locale.value = "en")} word="English" />
      </Setting>
      <Setting word={t("theme")}>
        {THEMES.map((one) => (
          <Pick
            key={one}
            on={theme.value === one}
            pick={() => (theme.value = one)}
            word={t(`theme_${one}`)}
          />
        ))}
      </Setting>
      <form class="sign-out" method="post" action="/sign-out/">
        <input type="hidden" name="csrfmiddlewaretoken" value={csrf()} />
        <button type="submit" class="mi">
          <Icon name="out" />
          {t("sign_out")}
        </button>
      </form>
    </div>
  );
}

type ChoiceProps = (typeof CHOICES)[number] & { on: boolean; close: () => void };

function Choice({ state, reason, on, close }: ChoiceProps) {
  const word = reason ? t(`break_${reason}`) : t(`presence_${state}`);
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={on && !reason}
      class="mi"
      onClick={() => {
        void setPresence(state, reason);
        close();
      }}
    >
      <PresenceMark state={state} />
      <span>{word}</span>
      {on && !reason && <Icon name="check" />}
    </button>
  );
}

function Setting({ word, children }: { word: string; children: preact.ComponentChildren }) {
  return (
    <div class="setting">
      <span class="xs soft">{word}</span>
      <span class="switch xs">{children}</span>
    </div>
  );
}

function Pick({ on, pick, word }: { on: boolean; pick: () => void; word: string }) {
  return (
    <button type="button" aria-pressed={on} onClick={pick}>
      {word}
    </button>
  );
}

/** Closes on Escape and on a press outside, and moves the focus with the arrows. */
function leaving(place: HTMLElement | null, close: () => void): () => void {
  const items = () => [...(place?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];
  items()[0]?.focus();
  const pressed = (event: Event) => {
    if (!place?.parentElement?.contains(event.target as Node)) close();
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = items();
    all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
  };
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("keydown", keyed);
  return () => {
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("keydown", keyed);
  };
}
