/* What the bot hands over: what was asked, what it answered, what the visitor told, and in which mood. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../api";
import { locale } from "../room";
import { t, term } from "../words";

interface Tried {
  readonly article: string;
  readonly question: { readonly zh?: string; readonly en?: string };
  readonly confidence: number;
  readonly helpful: boolean | null;
}

interface Summary {
  readonly asked: readonly string[];
  readonly tried: readonly Tried[];
  readonly values: Readonly<Record<string, string>>;
  readonly mood: readonly string[];
}

export function BotSummary({ id }: { id: string }) {
  const [summary, setSummary] = useState<Summary | null>(null);
  useEffect(() => {
    get<Summary>(`conversations/${id}/bot`).then(setSummary, () => undefined); // the talk itself is below all the same
  }, [id]);
  if (!summary || summary.asked.length === 0) return null;
  const told = Object.entries(summary.values).map(([slot, value]) => `${term("slot", slot)} ${value}`);
  const mood = summary.mood.map((sign) => term("mood", sign));
  return (
    <dl class="botsum">
      <Row name={t("bot_asked")} lines={summary.asked} />
      <Row name={t("bot_tried")} lines={summary.tried.map(tried)} />
      <Row name={t("bot_told")} lines={told} />
      <Row name={t("bot_mood")} lines={mood.length > 0 ? [mood.join(" · ")] : []} />
    </dl>
  );
}

function tried({ article, question, confidence, helpful }: Tried): string {
  const title = question[locale.value] ?? question.en ?? question.zh ?? article;
  const word = helpful === null ? "" : ` · ${t(helpful ? "bot_helped" : "bot_not_helped")}`;
  return `${title} (${confidence.toFixed(2)})${word}`;
}

function Row({ name, lines }: { name: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {lines.map((line, place) => (
          <div key={`${place} ${line}`}>{line}</div>
        ))}
      </dd>
    </>
  );
}
