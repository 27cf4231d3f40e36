/* The bar above every view but home: the way back, whom one talks with, the way out. */
import { useSignal } from "@preact/signals";
import { Icon } from "../shared/ui/Icon";
import type { Scene } from "./scene";
import { agentName } from "./words";

export function Face({ name, bot = false, on = false }: { name: string; bot?: boolean; on?: boolean }) {
  return (
    <span class={`w-av ${bot ? "bot" : ""} ${on ? "on" : ""}`} aria-hidden="true">
      {bot ? (
        <Icon name="bot" />
      ) : (
        name
          .trim()
          .slice(/[^ -~]/.test(name) ? -1 : 0)
          .slice(0, 1)
      )}
    </span>
  );
}

export function CloseButton({ scene }: { scene: Scene }) {
  return (
    <button class="w-ib" type="button" aria-label={scene.say("close")} onClick={scene.close}>
      <Icon name="down" />
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
      <Icon name="back" look="i-turn" />
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
  const pick = (act: () => void) => () => {
    open.value = false;
    act();
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
        <Icon name="more" />
      </button>
      {open.value && (
        <div class="w-menu" role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          {scene.talk.story.stage.value === "bot" && (
            <button
              type="button"
              role="menuitem"
              class="w-line"
              onClick={pick(() => scene.talk.act("ask_human"))}
            >
              <Icon name="users" />
              {scene.say("person")}
            </button>
          )}
          {scene.talk.story.conversation && (
            <button
              type="button"
              role="menuitem"
              class="w-line"
              onClick={pick(() => scene.talk.act("leave"))}
            >
              <Icon name="x" />
              {scene.say("leave")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
