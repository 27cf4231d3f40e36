/* How good the waits were that visitors were told: against what came true, over the last days. */
import { useRead } from "../../../desk/use_read";
import { Ready } from "../Cell";
import { here } from "../here";
import { counted, percent, t } from "../words";

interface Told {
  readonly days: number;
  readonly waits: number;
  readonly bias: number | null;
  readonly within_low: number | null;
  readonly within_high: number | null;
  readonly inside: number | null;
}

const EVERY_MS = 60_000;

export function Accuracy() {
  const told = useRead<Told>(here("board/wait_accuracy"), EVERY_MS);
  return (
    <section aria-labelledby="accuracy">
      <header>
        <h2 id="accuracy">{t("accuracy")}</h2>
        {told.found && <span class="xs soft">{t("last_days", { n: told.found.days })}</span>}
      </header>
      <Ready of={told}>{(found) => (found.waits === 0 ? <None /> : <Figures of={found} />)}</Ready>
    </section>
  );
}

const None = () => <p class="nothing soft">{t("no_waits")}</p>;

function Figures({ of: { waits, bias, within_low, within_high } }: { of: Told }) {
  return (
    <>
      <table class="facts">
        <caption class="vh">{t("accuracy")}</caption>
        <tbody>
          <Fact name={t("acc_bias")} value={tilt(bias)} />
          <Fact name={t("acc_low")} value={percent(within_low)} right={t("right_is", { n: percent(0.5) })} />
          <Fact
            name={t("acc_high")}
            value={percent(within_high)}
            right={t("right_is", { n: percent(0.8) })}
          />
        </tbody>
      </table>
      <p class="xs soft">{counted("acc_waits", waits)}</p>
    </>
  );
}

/** Told too long, or too short, by so much of what it took. */
function tilt(bias: number | null): string {
  if (bias === null) return "–";
  return t(bias >= 0 ? "too_long" : "too_short", { n: percent(Math.abs(bias)) });
}

function Fact({ name, value, right = "" }: { name: string; value: string; right?: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="num">
        <b>{value}</b>
      </td>
      <td class="xs soft">{right}</td>
    </tr>
  );
}
