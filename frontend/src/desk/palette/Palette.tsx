/* Ctrl K: one field for everything that can be done here. Arrows choose, Enter does it, Escape leaves. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { floating } from "../room";
import { t } from "../words";
import { type Command, found, marked } from "./commands";
import { offered } from "./offered";
import "./palette.css";

export function Palette() {
  return floating.value === "palette" ? <Open /> : null;
}

function Open() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, type] = useState("");
  const [active, move] = useState(0);
  const hits = found(offered(typed), typed);
  const at = Math.min(active, Math.max(0, hits.length - 1));
  const key = hits[at]?.key;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => document.getElementById(`do-${key}`)?.scrollIntoView?.({ block: "nearest" }), [key]);

  function run(command: Command | undefined): void {
    if (!command) return;
    floating.value = null;
    command.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length > 0) move((at + step + hits.length) % hits.length);
    else if (event.key === "Enter") run(hits[at]);
    else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes the dialog by itself
    <dialog
      ref={dialog}
      class="pal"
      aria-label={t("palette")}
      onClose={() => (floating.value = null)}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <label class="in">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-autocomplete="list"
          aria-activedescendant={key ? `do-${key}` : undefined}
          aria-label={t("palette_find")}
          placeholder={t("palette_find")}
          value={typed}
          onInput={(event) => {
            type(event.currentTarget.value);
            move(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </label>
      <div class="bd" id="commands" role="listbox" aria-label={t("palette")}>
        {hits.length === 0 && <p class="none">{t("palette_none")}</p>}
        {hits.map((command, i) => (
          <One
            key={command.key}
            command={command}
            first={hits[i - 1]?.group !== command.group}
            on={i === at}
            typed={typed}
            run={run}
          />
        ))}
      </div>
      <p class="mf">
        <span>
          <kbd>↑↓</kbd> {t("palette_choose")}
        </span>
        <span>
          <kbd>↵</kbd> {t("palette_run")}
        </span>
      </p>
    </dialog>
  );
}

interface OneProps {
  command: Command;
  first: boolean;
  on: boolean;
  typed: string;
  run: (command: Command) => void;
}

function One({ command, first, on, typed, run }: OneProps) {
  const [before, mark, after] = marked(command.word, typed);
  return (
    <>
      {first && <p class="mh">{t(`palette_${command.group}`)}</p>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and runs by keys */}
      <div
        id={`do-${command.key}`}
        role="option"
        tabIndex={-1}
        class={`mi ${on ? "on" : ""}`}
        aria-selected={on}
        onClick={() => run(command)}
      >
        <Icon name={command.icon} />
        <span class="cut">
          {before}
          {mark && <mark>{mark}</mark>}
          {after}
          {command.beside && <span class="soft"> · {command.beside}</span>}
        </span>
        {command.press && <kbd>{command.press}</kbd>}
      </div>
    </>
  );
}
