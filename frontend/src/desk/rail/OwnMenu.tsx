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
/** Which break it is; the server keeps only that it is one. */
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
  const { agent, presence, load, capacity } = desk.value;
  return (
    <div class="menu own" ref={place}>
      <p class="own-name">
        <b>{agent?.name}</b>
        <span class="xs soft">{t("own_load", { load, capacity })}</span>
      </p>
      <OwnNotice among={["wrap_up", "not_responding"]} />
      <div role="menu" aria-label={t("own_state")}>
        {CHOICES.map((choice) => (
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

type ChoiceProps = (typeof CHOICES)[number] & { on: boolean; close: () => void };

function Choice({ state, reason, on, close }: ChoiceProps) {
  const word = reason ? t(`break_${reason}`) : t(`presence_${state}`);
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
