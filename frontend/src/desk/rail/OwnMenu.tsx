/* The agent's own menu: state with the reason of a break, language, theme, how to be called, sign out. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { setPresence } from "../acts";
import { csrf } from "../api";
import { AttentionSettings } from "../attention/AttentionSettings";
import { desk, kept, locale, type Theme, theme } from "../room";
import { t } from "../words";
import { menuKeys } from "./menu";
import { OwnNotice } from "./OwnNotice";

interface Chosen {
  readonly state: "online" | "busy" | "break" | "offline";
  readonly reason?: string;
}

const USUAL = ["rest", "meal", "training"] as const;
const usual = (reason: string) => USUAL.find((one) => one === reason);

/** The firm's own reasons of a break, or the usual ones. */
const choices = (breaks: readonly string[]): readonly Chosen[] => [
  { state: "online" },
  { state: "busy" },
  ...(breaks.length ? breaks : USUAL).map((reason) => ({ state: "break", reason }) as const),
  { state: "offline" },
];
/** Which break was chosen last on this device. */
const breakReason = signal(kept.getItem("break") ?? "rest");

export function rest(reason: string): void {
  breakReason.value = reason;
  kept.setItem("break", reason);
  void setPresence("break", reason);
}

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function OwnMenu({ close }: { close: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => menuKeys(place.current, close), [close]);
  const { agent, presence, load, capacity, breaks } = desk.value;
  return (
    <div class="menu own" ref={place}>
      <p class="own-name">
        <b>{agent?.name}</b>
        <span class="xs soft">{t("own_load", { load, capacity })}</span>
      </p>
      <OwnNotice among={["wrap_up", "not_responding"]} />
      <div role="menu" aria-label={t("own_state")}>
        {choices(breaks).map((choice) => (
          <Choice
            key={choice.state + (choice.reason ?? "")}
            {...choice}
            on={presence === choice.state && (!choice.reason || choice.reason === breakReason.value)}
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
      <AttentionSettings />
      <form class="sign-out" method="post" action="/sign-out/">
        <input type="hidden" name="csrfmiddlewaretoken" value={csrf()} />
        <a class="mi" href="/account/">
          <Icon name="seat" />
          {t("own_account")}
        </a>
        <button type="submit" class="mi">
          <Icon name="out" />
          {t("sign_out")}
        </button>
      </form>
    </div>
  );
}

type ChoiceProps = Chosen & { on: boolean; close: () => void };

function Choice({ state, reason, on, close }: ChoiceProps) {
  const known = usual(reason ?? "");
  const word = known ? t(`break_${known}`) : (reason ?? t(`presence_${state}`));
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={on}
      class="mi"
      onClick={() => {
        if (reason) rest(reason);
        else void setPresence(state);
        close();
      }}
    >
      <PresenceMark state={state} />
      <span>{word}</span>
      {on && <Icon name="check" />}
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
