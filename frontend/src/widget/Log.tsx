/* What was said. It stays at its end while one reads there, and doesn't jump while one reads above. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { clock, day } from "../shared/time";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { Face } from "./Bar";
import { Bubble, Pending } from "./Bubble";
import { type Group, groups } from "./groups";
import type { Scene } from "./scene";
import { sentence } from "./words";

const NEAR_PX = 80;
/** A scroll this soon after a hand's move is the reader's; any other comes from the layout and changes no mind. */
const FLING_MS = 500;

export function Log({ scene }: { scene: Scene }) {
  const { story } = scene.talk;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const moved = useRef(Number.NEGATIVE_INFINITY);
  const timeline = story.timeline.value;
  const typing = story.typing.value;
  const said = groups(story.lines.value);
  const stay = () => {
    if (log.current && atEnd.current) log.current.scrollTop = log.current.scrollHeight;
  };
  useLayoutEffect(stay);
  useEffect(() => {
    const observer = new ResizeObserver(stay);
    if (log.current) observer.observe(log.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => scene.talk.look());
  const onScroll = () => {
    const box = log.current;
    if (!box || performance.now() - moved.current > FLING_MS) return;
    moved.current = performance.now();
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
  };
  const onMove = () => {
    moved.current = performance.now();
  };
  const onOwn = (event: Event) => {
    if (event.target === event.currentTarget) onMove();
  };
  return (
    <div
      class="w-log"
      role="log"
      aria-label={scene.say("log")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      ref={log}
      onScroll={onScroll}
      onWheel={onMove}
      onTouchMove={onMove}
      onPointerDown={onOwn}
      onKeyDown={onOwn}
    >
      {timeline.from > 0 && (
        <button type="button" class="w-btn text small" onClick={() => void scene.talk.loadOlder()}>
          {scene.say("older")}
        </button>
      )}
      {said.map((group) => (
        <Said key={group.key} group={group} scene={scene} />
      ))}
      {timeline.pending.map((draft) => (
        <Pending key={draft.clientId} draft={draft} scene={scene} />
      ))}
      {story.stage.value === "queued" && <p class="w-sys">{scene.say("queue.write")}</p>}
      {typing && <Typing name={typing.name} bot={typing.role === "bot"} scene={scene} />}
    </div>
  );
}

function Said({ group, scene }: { group: Group; scene: Scene }) {
  const locale = scene.locale.value;
  return (
    <>
      {group.day && (
        <p class="w-sys">
          <time>{day(group.day, locale)}</time>
        </p>
      )}
      {group.sort === "system" ? (
        <SystemLine group={group} scene={scene} />
      ) : (
        <Spoken group={group} scene={scene} />
      )}
    </>
  );
}

function SystemLine({ group, scene }: { group: Group; scene: Scene }) {
  const line = group.lines[0];
  if (!line) return null;
  if (line.kind === "ticket") return <TicketCard number={String(line.data?.number ?? "")} scene={scene} />;
  const words = sentence(line, scene.say);
  return words && <p class="w-sys">{words}</p>;
}

function TicketCard({ number, scene }: { number: string; scene: Scene }) {
  const go = () => {
    scene.view.value = { at: "ticket", number };
  };
  return (
    <button type="button" class="w-file" onClick={go}>
      <Icon d={icons.mail} />
      <span class="w-grow">
        <b>{scene.say("ticket", { number })}</b>
        <span class="w-soft w-s">{scene.say("done.see")}</span>
      </span>
      <Icon d={icons.next} look="i-turn" />
    </button>
  );
}

function Spoken({ group, scene }: { group: Group; scene: Scene }) {
  const last = group.lines.at(-1);
  const mine = group.sort === "me";
  const bot = group.sort === "bot";
  const name = group.name || scene.say(bot ? "bot.name" : "someone");
  return (
    <div class={`w-g ${mine ? "me" : ""}`}>
      {!mine && <Face name={name} bot={bot} />}
      {!mine && (
        <p class="w-name">
          <b>{name}</b> {bot && <span class="bot">{scene.say("bot.tag")}</span>}
        </p>
      )}
      {group.lines.map((line, i) => (
        <Bubble key={line.seq} line={line} place={[i, group.lines.length]} scene={scene} />
      ))}
      {last && (
        <p class="w-meta">
          <time>{clock(last.at, scene.locale.value)}</time>
          {mine && <Tick seen={last.seq <= scene.talk.story.seen.value} scene={scene} />}
        </p>
      )}
    </div>
  );
}

function Tick({ seen, scene }: { seen: boolean; scene: Scene }) {
  return (
    <>
      <span>· {scene.say(seen ? "state.seen" : "state.sent")}</span>
      <Icon d={seen ? icons.checks : icons.check} />
    </>
  );
}

function Typing({ name, bot, scene }: { name: string; bot: boolean; scene: Scene }) {
  return (
    <div class="w-g">
      <Face name={name} bot={bot} />
      <div class="w-types" role="status">
        <span class="vh">{scene.say("typing", { name: name || scene.say("someone") })}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
