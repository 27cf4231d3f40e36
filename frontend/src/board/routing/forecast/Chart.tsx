/* The expected arrivals as a dotted line in its band: days side by side, or one day by its hours. */
import { timeOfDay } from "../../chart";
import { useSize } from "../../use_size";
import { counts, height, pointsOf, type Room } from "../scale";
import { dayName, number, t } from "../words";
import { type Day, mostOf, shiftOf } from "./days";
import "../../chart.css";

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
const EVERY_H = 3;
/** In a wider chart the buttons below stand under their days and name them. */
const NAMED_BELOW = 880;

interface Props {
  readonly days: readonly Day[];
  readonly choose: (start: number) => void;
}

export function Chart({ days, choose }: Props) {
  const { place, size } = useSize({ width: 1_280, height: 220 });
  const named = days.length === 1 || size.width < NAMED_BELOW;
  const room: Room = { left: 32, right: size.width - 4, top: 12, foot: size.height - (named ? 24 : 4) };
  const lines = counts(mostOf(days));
  const most = lines.at(-1) ?? 1;
  const wide = (room.right - room.left) / days.length;
  const x = (day: number, from: number) => room.left + (day + from / DAY_S) * wide;
  const along = (value: "mean" | "low" | "high") =>
    days.flatMap(({ quarters }, day) =>
      quarters.map((quarter) => [x(day, quarter.from), height(quarter[value], most, room)] as const),
    );
  const happened = days.flatMap(({ quarters }, day) =>
    quarters.flatMap(({ from, came }) =>
      came === null ? [] : [[x(day, from), height(came, most, room)] as const],
    ),
  );
  return (
    <div class="chart fc-chart" ref={place}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={t("forecast_label")}>
        {lines.map((value) => (
          <g key={value}>
            <path class="grid" d={`M${room.left} ${height(value, most, room)}H${room.right}`} />
            <text x={room.left - 8} y={height(value, most, room) + 4} text-anchor="end">
              {number(value)}
            </text>
          </g>
        ))}
        <polygon class="band" points={pointsOf([...along("high"), ...along("low").reverse()])} />
        <polyline class="expected" points={pointsOf(along("mean"))} />
        <polyline class="happened" points={pointsOf(happened)} />
        {days.length > 1 ? (
          <DayMarks days={days} x={x} room={room} wide={wide} named={named} choose={choose} />
        ) : (
          <HourMarks x={(from) => x(0, from)} foot={room.foot} />
        )}
      </svg>
    </div>
  );
}

const ROOM_FOR_A_NAME = 64;

interface DayProps extends Props {
  readonly x: (day: number, from: number) => number;
  readonly room: Room;
  readonly wide: number;
  readonly named: boolean;
}

/** A line where each day begins, its name below; too narrow, and every other name goes. */
function DayMarks({ days, x, room, wide, named, choose }: DayProps) {
  const every = Math.max(1, Math.ceil(ROOM_FOR_A_NAME / wide));
  return (
    <g>
      {days.map(({ start }, day) => (
        <g key={start}>
          {day > 0 && <path class="grid" d={`M${x(day, 0)} ${room.top}V${room.foot}`} />}
          {named && day % every === 0 && (
            <text x={x(day, DAY_S / 2)} y={room.foot + 17} text-anchor="middle">
              {dayName(start + shiftOf(start))}
            </text>
          )}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons below do the same */}
          <rect
            class="day-hit"
            x={x(day, 0)}
            y={room.top}
            width={wide}
            height={room.foot - room.top}
            onClick={() => choose(start)}
          />
        </g>
      ))}
    </g>
  );
}

const HOURS = Array.from({ length: 24 / EVERY_H + 1 }, (_, place) => place * EVERY_H * HOUR_S);

function HourMarks({ x, foot }: { x: (from: number) => number; foot: number }) {
  return (
    <g>
      {HOURS.map((from) => (
        <text
          key={from}
          x={x(from)}
          y={foot + 17}
          text-anchor={from === 0 ? "start" : from === DAY_S ? "end" : "middle"}
        >
          {from === DAY_S ? "24:00" : timeOfDay(from)}
        </text>
      ))}
    </g>
  );
}
