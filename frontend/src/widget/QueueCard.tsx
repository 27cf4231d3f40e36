/* Where one stands in line and what else one can do. No estimate from the server, no estimate shown. */
import type { Queue } from "../protocol.gen";
import { ordinal } from "../shared/i18n";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";
import type { LateKey } from "./words";

const OPTIONS: Record<string, { icon: string; name: LateKey; sub: LateKey }> = {
  wait: { icon: icons.clock, name: "opt.wait", sub: "opt.wait.sub" },
  message: { icon: icons.mail, name: "opt.message", sub: "opt.message.sub" },
  callback: { icon: icons.phone, name: "opt.callback", sub: "opt.callback.sub" },
  bot: { icon: icons.bot, name: "opt.bot", sub: "opt.bot.sub" },
};

export function QueueCard({ scene }: { scene: Scene }) {
  const queue = scene.talk.story.queue.value;
  if (!queue) return null;
  const pick = (option: string) => () => {
    if (option === "message" || option === "callback") scene.view.value = { at: option };
    else scene.talk.act("prefer", { option });
  };
  return (
    <div class="w-queue" aria-live="polite">
      <dl class="w-two">
        <Place queue={queue} scene={scene} />
        {queue.wait && (
          <div>
            <dt>{scene.tell("queue.about")}</dt>
            <dd>
              {minutes(queue.wait)}
              <small>{scene.tell("queue.min")}</small>
            </dd>
          </div>
        )}
      </dl>
      <div class="w-opts">
        {queue.options.map((option) => {
          const known = OPTIONS[option];
          return (
            known && (
              <button
                key={option}
                type="button"
                class="w-opt"
                aria-pressed={option === "wait"}
                onClick={pick(option)}
              >
                <Icon d={known.icon} />
                <span>
                  <b>{scene.tell(known.name)}</b>
                  <small>{scene.tell(known.sub)}</small>
                </span>
              </button>
            )
          );
        })}
      </div>
    </div>
  );
}

function Place({ queue, scene }: { queue: Queue; scene: Scene }) {
  const zh = scene.locale.value === "zh";
  return (
    <div>
      <dt>{scene.tell("queue.place")}</dt>
      <dd>
        {zh && <small>{scene.tell("queue.first")}</small>}
        {zh ? queue.position : ordinal(queue.position)}
        {zh && <small>{scene.tell("queue.last")}</small>}
      </dd>
    </div>
  );
}

/** A range in whole minutes, never below one: 45–130 s reads 1–3. */
export function minutes({ low_s, high_s }: { low_s: number; high_s: number }): string {
  const low = Math.max(1, Math.round(low_s / 60));
  const high = Math.max(low, Math.ceil(high_s / 60));
  return low === high ? `${low}` : `${low}–${high}`;
}
