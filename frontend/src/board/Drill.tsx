/* A figure that opens what stands behind it. On the wall there is nothing to press. */
import type { ComponentChildren } from "preact";
import { select } from "../desk/room";
import type { Figure } from "./figures";
import { type Behind, behind, wall } from "./room";
import { t } from "./words";

interface Props {
  readonly to: Behind;
  readonly title?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Drill({ to, title, class: extra = "", children }: Props) {
  if (wall.value) return <span class={extra}>{children}</span>;
  return (
    <button
      type="button"
      class={`drill ${extra}`}
      title={title}
      onClick={() => {
        select(null);
        behind.value = to;
      }}
    >
      {children}
    </button>
  );
}

/** The list of conversations behind `of`; its definition is the title. */
export function FigureDrill({ of, class: extra = "", children }: FigureProps) {
  return (
    <Drill to={{ kind: "list", figure: of, skill: null }} title={t(`def_${of}`)} class={extra}>
      {children}
    </Drill>
  );
}

interface FigureProps {
  readonly of: Figure;
  readonly class?: string;
  readonly children: ComponentChildren;
}
