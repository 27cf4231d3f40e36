/* The wait of eight in ten by the number of agents, with its interval; the table below holds the same numbers. */
import { useSize } from "../../use_size";
import { height, pointsOf, type Room, seconds } from "../scale";
import type { WhatIf } from "../shapes";
import { span, t, wait } from "../words";

type Row = WhatIf["rows"][number];
interface Props {
  readonly rows: readonly Row[];
  readonly at: number;
  readonly look: (agents: number) => void;
}

/** The first column of the table below is as wide as this, so that each point stands over its column. */
const LEFT = 128;
const NARROW_LEFT = 88;
const NARROW = 560;

const low = ({ p80_wait_s, low_s }: Row) => low_s ?? p80_wait_s;
const high = ({ p80_wait_s, high_s }: Row) => high_s ?? p80_wait_s;

export function WhatIfChart({ rows, at, look }: Props) {
  const { place, size } = useSize({ width: 824, height: 192 });
  const left = size.width < NARROW ? NARROW_LEFT : LEFT;
  const room: Room = { left, right: size.width, top: 24, foot: size.height - 12 };
  const lines = seconds(Math.max(...rows.map(high)));
  const most = lines.at(-1) ?? 1;
  const each = (room.right - room.left) / rows.length;
  const along = (of: (row: Row) => number) =>
    rows.map((row, index) => [room.left + (index + 0.5) * each, height(of(row), most, room)] as const);
  const points = along(({ p80_wait_s }) => p80_wait_s);
  return (
    <div class="chart wi-chart" ref={place}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={t("what_if_label")}>
        {lines.map((value) => (
          <g key={value}>
            <path class="grid" d={`M${room.left} ${height(value, most, room)}H${room.right}`} />
            <text x={room.left - 8} y={height(value, most, room) + 4} text-anchor="end">
              {wait(value)}
            </text>
          </g>
        ))}
        <polygon class="sure" points={pointsOf([...along(high), ...along(low).reverse()])} />
        <polyline class="happened" points={pointsOf(points)} />
        {rows.map((row, index) => (
          <Point
            key={row.agents}
            at={points[index] ?? [0, 0]}
            on={row.agents === at}
            row={row}
            last={index > rows.length - 2}
            look={() => look(row.agents)}
          />
        ))}
      </svg>
    </div>
  );
}

interface PointProps {
  readonly at: readonly [number, number];
  readonly on: boolean;
  readonly row: Row;
  /** There is no room to the right of it. */
  readonly last: boolean;
  readonly look: () => void;
}

/** Pressing a point is a short cut for the column's own button. */
function Point({ at: [x, y], on, row, last, look }: PointProps) {
  return (
    <g>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same */}
      <circle class="dot" cx={x} cy={y} r={on ? 6 : 3.5} onClick={look} />
      {on && (
        <text x={last ? x + 4 : x + 10} y={y - 12} text-anchor={last ? "end" : "start"}>
          <tspan class="lab">{wait(row.p80_wait_s)}</tspan>
          {row.low_s !== null && row.high_s !== null && <tspan dx="6">{span(row.low_s, row.high_s)}</tspan>}
        </text>
      )}
    </g>
  );
}
