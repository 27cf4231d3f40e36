/* The wait of eight in ten by the number of agents; the table below holds the same numbers. */
import { useSize } from "../../use_size";
import { height, pointsOf, type Room, seconds } from "../scale";
import type { WhatIf } from "../wanted";
import { signed, t, wait } from "../words";

interface Props {
  readonly rows: WhatIf["rows"];
  readonly at: number;
  readonly look: (agents: number) => void;
}

/** The first column of the table below is as wide as this, so that each point stands over its column. */
const LEFT = 128;

export function WhatIfChart({ rows, at, look }: Props) {
  const { place, size } = useSize({ width: 824, height: 176 });
  const room: Room = { left: LEFT, right: size.width, top: 16, foot: size.height - 12 };
  const lines = seconds(Math.max(...rows.map(({ p80_wait_s }) => p80_wait_s)));
  const most = lines.at(-1) ?? 1;
  const each = (room.right - room.left) / rows.length;
  const points = rows.map(
    ({ p80_wait_s }, index) => [room.left + (index + 0.5) * each, height(p80_wait_s, most, room)] as const,
  );
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
        <polyline class="happened" points={pointsOf(points)} />
        {rows.map(({ agents, p80_wait_s }, index) => (
          <Point
            key={agents}
            at={points[index] ?? [0, 0]}
            on={agents === at}
            label={`${signed(agents)}: ${wait(p80_wait_s)}`}
            look={() => look(agents)}
          />
        ))}
      </svg>
    </div>
  );
}

interface PointProps {
  readonly at: readonly [number, number];
  readonly on: boolean;
  readonly label: string;
  readonly look: () => void;
}

/** Pressing a point is a short cut for the column's own button. */
function Point({ at: [x, y], on, label, look }: PointProps) {
  return (
    <g>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same */}
      <circle class="dot" cx={x} cy={y} r={on ? 6 : 3.5} onClick={look} />
      {on && (
        <text class="lab" x={x} y={y - 12} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}
