/* How many conversations began in each quarter of an hour: a line up to now, and the same numbers as a table. */
import { Icon } from "../shared/staff/Icon";
import { type Plot, plot, type Size, timeOfDay } from "./chart";
import { board, twin } from "./room";
import { useSize } from "./use_size";
import { number, t } from "./words";
import "./chart.css";

const FIRST: Size = { width: 560, height: 268 };

export function Arrivals() {
  const { place, size } = useSize(FIRST);
  const arrivals = board.value?.arrivals;
  if (!arrivals) return null;
  const drawn = plot(arrivals, size);
  const total = arrivals.counts.reduce((sum, count) => sum + count, 0);
  return (
    <section class="cell arr" aria-labelledby="arrivals">
      <header>
        <h2 id="arrivals">{t("arrivals")}</h2>
        <span class="xs soft">{t("every_15")}</span>
        <span class="grow" />
        <span class="xs soft">{t(total === 1 ? "arrived_one" : "arrived", { n: number(total) })}</span>
        <button
          type="button"
          class="b s q ic"
          aria-pressed={twin.value}
          title={t("tables")}
          aria-label={t("tables")}
          onClick={() => (twin.value = !twin.value)}
        >
          <Icon name="table" />
        </button>
      </header>
      <div class="chart" ref={place} hidden={twin.value}>
        <Line drawn={drawn} size={size} label={t("arrivals_label", { n: number(total) })} />
      </div>
      <div class={twin.value ? "twin-scroll" : "vh"}>
        <Table drawn={drawn} />
      </div>
    </section>
  );
}

function Line({ drawn, size, label }: { drawn: Plot; size: Size; label: string }) {
  const { points, lines, hours, inside } = drawn;
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      {lines.map(({ value, y }) => (
        <g key={value}>
          <path class="grid" d={`M${inside.left} ${y}H${inside.right}`} />
          <text x={inside.left - 8} y={y + 4} text-anchor="end">
            {number(value)}
          </text>
        </g>
      ))}
      {hours.map(({ hour, x }) => (
        <text key={hour} x={x} y={inside.foot + 17} text-anchor="middle">
          {String(hour % 24).padStart(2, "0")}
        </text>
      ))}
      <polyline
        class="happened"
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
      />
      <Now drawn={drawn} />
    </svg>
  );
}

/** One rule for now, and what this quarter has brought so far, on the side where there is room. */
function Now({ drawn: { points, inside } }: { drawn: Plot }) {
  const last = points.at(-1);
  if (!last) return null;
  const before = last.x > (inside.left + inside.right) / 2;
  return (
    <g>
      <path class="rule" d={`M${last.x} ${inside.top - 28}V${inside.foot}`} />
      <circle class="dot" cx={last.x} cy={last.y} r="4" />
      <text
        class="lab"
        x={last.x + (before ? -8 : 8)}
        y={inside.top - 18}
        text-anchor={before ? "end" : "start"}
      >
        {t("so_far", { time: timeOfDay(last.from), n: number(last.count) })}
      </text>
    </g>
  );
}

function Table({ drawn: { points } }: { drawn: Plot }) {
  return (
    <table class="twin">
      <caption class="vh">{t("arrivals")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("from_time")}</th>
          <th scope="col" class="num">
            {t("arrivals_column")}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ from, count }) => (
          <tr key={from}>
            <th scope="row">{timeOfDay(from)}</th>
            <td class="num">{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
