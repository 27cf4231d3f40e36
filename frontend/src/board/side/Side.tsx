/* What is open beside the board: a conversation that is watched, the list behind a figure, or the people. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { selected } from "../../desk/room";
import { Icon } from "../../shared/staff/Icon";
import { behind, may, shutBeside, wall } from "../room";
import { t } from "../words";
import { List } from "./List";
import { People } from "./People";
import { Watched } from "./Watched";
import "./side.css";

export function Side() {
  if (wall.value) return null;
  if (selected.value && may("watch")) return <Watched key={selected.value} id={selected.value} />;
  const open = behind.value;
  if (!open) return null;
  if (open.kind === "people") return <People key={`people ${open.skill}`} skill={open.skill} />;
  return <List key={`${open.figure} ${open.skill}`} of={open.figure} skill={open.skill} />;
}

interface Props {
  readonly title: string;
  readonly under?: ComponentChildren;
  readonly acts?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame: takes the focus when it opens and gives it back when it goes. */
export function Panel({ title, under, acts, children }: Props) {
  const place = useRef<HTMLElement>(null);
  const [before] = useState(document.activeElement);
  useEffect(() => {
    if (!place.current?.contains(document.activeElement)) place.current?.focus();
    return () => {
      const left = document.activeElement === document.body || document.activeElement === null;
      if (left && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before]);
  return (
    <aside class="side" aria-label={title} tabIndex={-1} ref={place}>
      <header class="bar">
        <div class="grow">
          <h2 class="cut">{title}</h2>
          {under && <p class="xs soft cut">{under}</p>}
        </div>
        {acts}
        <button
          type="button"
          class="b ic q"
          title={`${t("close")}  Esc`}
          aria-label={t("close")}
          onClick={() => shutBeside()}
        >
          <Icon name={selected.value && behind.value ? "back" : "close"} />
        </button>
      </header>
      {children}
    </aside>
  );
}
