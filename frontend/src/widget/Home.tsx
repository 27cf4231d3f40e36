/* The first view: a greeting, what others ask, the visitor's own threads, and the one thing to press. */
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { CloseButton } from "./Bar";
import type { Scene } from "./scene";
import type { Key } from "./words";

export function Home({ scene }: { scene: Scene }) {
  const { story } = scene.talk;
  const site = story.site.value;
  return (
    <>
      <header class="w-top">
        <div class="w-top-row">
          <span class="w-mark">{(site?.name ?? " ").slice(0, 1)}</span>
          <b class="w-grow w-strong">{site?.name}</b>
          <CloseButton scene={scene} />
        </div>
        <h2 class="w-hello">
          {scene.say(greeting(new Date().getHours()))}
          <span>
            {story.open.value ? site?.greeting || scene.say("hello.ask") : scene.say("hello.closed")}
          </span>
        </h2>
      </header>
      <div class="w-main">
        <Threads scene={scene} />
        <Asked scene={scene} />
      </div>
      <Foot scene={scene} />
    </>
  );
}

function greeting(hour: number): Key {
  if (hour < 12 && hour >= 5) return "hello.morning";
  return hour < 18 && hour >= 12 ? "hello.afternoon" : "hello.evening";
}

function Row({ text, icon, onPick }: { text: string; icon?: string; onPick: () => void }) {
  return (
    <li>
      <button type="button" class="w-line" onClick={onPick}>
        {icon && <Icon d={icon} />}
        <span class="w-grow">{text}</span>
        <Icon d={icons.next} look="i-turn" />
      </button>
    </li>
  );
}

/** The newest ticket; whatever is going on stands on the main button. */
function Threads({ scene }: { scene: Scene }) {
  const number = scene.keep.getItem("ticket");
  if (!number) return null;
  const go = () => {
    scene.view.value = { at: "ticket", number };
  };
  return (
    <section class="w-part">
      <h3 class="w-label">{scene.say("tickets")}</h3>
      <ul class="w-list">
        <Row icon={icons.mail} text={scene.say("ticket", { number })} onPick={go} />
      </ul>
    </section>
  );
}

function Asked({ scene }: { scene: Scene }) {
  const site = scene.talk.story.site.value;
  const ask = (text: string, topic?: string) => () => {
    scene.view.value = { at: "talk" };
    scene.talk.say(text, topic, true);
  };
  const suggestions = site?.suggestions?.slice(0, 3) ?? [];
  const topics = site?.topics ?? [];
  return (
    <>
      {suggestions.length > 0 && (
        <section class="w-part">
          <h3 class="w-label">{scene.say("home.asked")}</h3>
          <ul class="w-list">
            {suggestions.map(({ id, text }) => (
              <Row key={id} text={text} onPick={ask(text)} />
            ))}
          </ul>
        </section>
      )}
      {topics.length > 0 && (
        <section class="w-part">
          <h3 class="w-label">{scene.say("home.topics")}</h3>
          <div class="w-chips">
            {topics.map(({ key, name }) => (
              <button key={key} type="button" class="w-chip" onClick={ask(name, key)}>
                {name}
              </button>
            ))}
          </div>
        </section>
      )}
    </>
  );
}

function Foot({ scene }: { scene: Scene }) {
  const { story } = scene.talk;
  const going = story.conversation !== null && story.stage.value !== "resolved";
  const away = !story.open.value && !going;
  const go = (at: "message" | "talk") => () => {
    scene.view.value = { at };
  };
  const swap = () => scene.switchTo(scene.locale.value === "zh" ? "en" : "zh");
  return (
    <footer class="w-foot">
      <Who away={away} scene={scene} />
      <button type="button" class="w-btn main wide" onClick={go(away ? "message" : "talk")}>
        <Icon d={away ? icons.pen : icons.chat} />
        {scene.say(away ? "form.message" : going ? "talk.more" : "talk")}
      </button>
      <div class="w-small">
        {away && (
          <button type="button" onClick={go("talk")}>
            <Icon d={icons.bot} look="i-s" />
            {scene.say("home.ask")}
          </button>
        )}
        <button type="button" onClick={swap}>
          <Icon d={icons.globe} look="i-s" />
          {scene.say("language")}
        </button>
      </div>
    </footer>
  );
}

function Who({ away, scene }: { away: boolean; scene: Scene }) {
  return (
    <div class="w-who">
      <span class={`w-av ${away ? "" : "bot"}`} aria-hidden="true">
        <Icon d={away ? icons.moon : icons.bot} />
      </span>
      <div class="w-grow">
        <p class="w-strong">{scene.say(away ? "home.away" : "home.bot")}</p>
        <p class="w-soft w-s">{scene.say(away ? "home.away.do" : "home.person")}</p>
      </div>
    </div>
  );
}
