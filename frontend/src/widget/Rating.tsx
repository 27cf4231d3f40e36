/* How it went, in two steps: a star, then send. Three stars and fewer ask what went wrong. */
import { useSignal } from "@preact/signals";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";
import type { LateKey } from "./words";

const SCORES: readonly LateKey[] = ["rate.1", "rate.2", "rate.3", "rate.4", "rate.5"];
const GOOD: readonly LateKey[] = ["why.fast", "why.clear", "why.solved", "why.kind"];
const BAD: readonly LateKey[] = ["why.slow", "why.unsolved", "why.repeat", "why.rude"];

export function Rating({ scene }: { scene: Scene }) {
  const { talk, keep, tell: say } = scene;
  const skipped = useSignal(keep.getItem(`rated:${talk.story.conversation}`) !== null);
  const score = useSignal(0);
  const reasons = useSignal<readonly LateKey[]>([]);
  const comment = useSignal("");
  if (skipped.value) return null;
  const skip = () => {
    skipped.value = true;
    keep.note(`rated:${talk.story.conversation}`, "1");
  };
  const send = () => {
    const words = comment.value.trim() ? { comment: comment.value.trim() } : {};
    talk.act("rate", {
      score: score.value,
      reasons: reasons.value.map((key) => key.slice("why.".length)),
      ...words,
    });
    skip();
  };
  const star = (value: number) => () => {
    score.value = value;
    reasons.value = [];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(5, Math.max(1, score.value + step));
    star(next)();
    (event.currentTarget as HTMLElement).querySelectorAll("button")[next - 1]?.focus();
  };
  return (
    <section class="w-sheet" aria-label={say("rate")}>
      <div class="w-sheet-head">
        <h3>{say("rate")}</h3>
        <button type="button" class="w-ib" aria-label={say("rate.skip")} onClick={skip}>
          <Icon d={icons.x} />
        </button>
      </div>
      <div>
        <div class="w-stars" role="radiogroup" aria-label={say("rate")} onKeyDown={onKeyDown}>
          {SCORES.map((key, i) => (
            // biome-ignore lint/a11y/useSemanticElements: a star is drawn, not a browser's radio button
            <button
              key={key}
              type="button"
              role="radio"
              aria-checked={score.value === i + 1}
              aria-label={`${i + 1} · ${say(key)}`}
              tabIndex={(score.value || 1) === i + 1 ? 0 : -1}
              class={i < score.value ? "on" : ""}
              onClick={star(i + 1)}
            >
              <Icon d={icons.star} />
            </button>
          ))}
        </div>
        <p class="w-ends">
          <span>{score.value !== 1 && say("rate.1")}</span>
          <b class="w-strong">{SCORES[score.value - 1] && say(SCORES[score.value - 1] as LateKey)}</b>
          <span>{score.value !== 5 && say("rate.5")}</span>
        </p>
      </div>
      {score.value > 0 && (
        <>
          <p class="w-s w-strong">{say(score.value > 3 ? "rate.good" : "rate.bad")}</p>
          <Reasons offered={score.value > 3 ? GOOD : BAD} chosen={reasons} scene={scene} />
          <div class="w-f">
            <input
              placeholder={say("rate.comment")}
              aria-label={say("rate.comment")}
              value={comment.value}
              onInput={(event) => {
                comment.value = event.currentTarget.value;
              }}
            />
          </div>
          <button type="button" class="w-btn main" onClick={send}>
            {say("rate.send")}
          </button>
        </>
      )}
    </section>
  );
}

interface ReasonsProps {
  readonly offered: readonly LateKey[];
  readonly chosen: { value: readonly LateKey[] };
  readonly scene: Scene;
}

function Reasons({ offered, chosen, scene }: ReasonsProps) {
  const toggle = (key: LateKey) => () => {
    chosen.value = chosen.value.includes(key)
      ? chosen.value.filter((other) => other !== key)
      : [...chosen.value, key];
  };
  return (
    <div class="w-chips">
      {offered.map((key) => (
        <button
          key={key}
          type="button"
          class="w-chip"
          aria-pressed={chosen.value.includes(key)}
          onClick={toggle(key)}
        >
          {scene.tell(key)}
        </button>
      ))}
    </div>
  );
}
