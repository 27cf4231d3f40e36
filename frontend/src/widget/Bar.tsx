/* The bar above every view but home: the way back, whom one talks with, the way out. */
import { useSignal } from "@preact/signals";
import { initials } from "../shared/initials";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";
import { agentName } from "./words";

export function Face({ name, bot = false, on = false }: { name: string; bot?: boolean; on?: boolean }) {
  return (
    <span class={`w-av ${bot ? "bot" : ""} ${on ? "on" : ""}`} aria-hidden="true">
      {bot ? <Icon d={icons.bot} /> : initials(name)}
    </span>
  );
}

export function CloseButton({ scene }: { scene: Scene }) {
  return (
    <button class="w-ib" type="button" aria-label={scene.say("close")} onClick={scene.close}>
      <Icon d={icons.down} />
    </button>
  );
}

export function Bar({ scene, title }: { scene: Scene; title: string }) {
  return (
    <header class="w-bar">
      <BackButton scene={scene} />
      <h2>{title}</h2>
      <CloseButton scene={scene} />
    </header>
  );
}

function BackButton({ scene }: { scene: Scene }) {
  const back = () => {
    scene.view.value = { at: "home" };
  };
  return (
    <button class="w-ib" type="button" aria-label={scene.say("back")} onClick={back}>
      <Icon d={icons.back} look="i-turn" />
    </button>
  );
}

export function TalkBar({ scene }: { scene: Scene }) {
  const { story } = scene.talk;
  const stage = story.stage.value;
  if (stage === "queued") return <Bar scene={scene} title={scene.say("queue.title")} />;
  const joined = story.lines.value.findLast((line) => line.kind === "joined");
  const agent = stage === "bot" ? null : joined && agentName(joined);
  const botName = story.lines.value.findLast((line) => line.author.role === "bot")?.author.name;
  const name = agent ?? botName ?? scene.say("bot.name");
  return (
    <header class="w-bar">
      <BackButton scene={scene} />
      <Face name={name} bot={!agent} on={stage === "live"} />
      <div class="w-bar-who">
        <b>{name}</b>
        <span class="w-soft w-xs">
          {scene.say(!agent ? "bot.sub" : stage === "live" ? "person.sub" : "person.was")}
        </span>
      </div>
      {stage !== "resolved" && <Menu scene={scene} />}
      <CloseButton scene={scene} />
    </header>
  );
}

function Menu({ scene }: { scene: Scene }) {
  const open = useSignal(false);
  const later = open.value ? scene.later() : null;
  const shut = () => {
    open.value = false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open.value) return;
    event.stopPropagation();
    open.value = false;
  };
  return (
    <div class="w-more">
      <button
        class="w-ib"
        type="button"
        aria-label={scene.say("more")}
        aria-haspopup="menu"
        aria-expanded={open.value}
        onKeyDown={onKeyDown}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon d={icons.more} />
      </button>
      {open.value && later && (
        <div class="w-menu" role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          <later.MenuItems scene={scene} done={shut} />
        </div>
      )}
    </div>
  );
}
