/* The open panel: one view at a time, a banner when something stands between the visitor and us. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { Bar, TalkBar } from "./Bar";
import { Composer } from "./Composer";
import { Home } from "./Home";
import { Log } from "./Log";
import type { Scene } from "./scene";
import { wantsRating } from "./story";

export function Panel({ scene }: { scene: Scene }) {
  const panel = useRef<HTMLElement>(null);
  const { at } = scene.view.value;
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>("textarea, input, .w-btn.main")?.focus({ preventScroll: true });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (at === "home") scene.close();
    else scene.view.value = { at: "home" };
  };
  return (
    <section
      ref={panel}
      class="w"
      role="dialog"
      aria-label={scene.talk.story.site.value?.name ?? scene.say("talk")}
      lang={scene.locale.value === "zh" ? "zh-CN" : "en"}
      onKeyDown={onKeyDown}
    >
      <Viewed scene={scene} />
    </section>
  );
}

function Viewed({ scene }: { scene: Scene }) {
  const { at } = scene.view.value;
  if (at === "home") return <Home scene={scene} />;
  if (at === "talk") return <TalkView scene={scene} />;
  const later = scene.later();
  return later ? <later.LaterView scene={scene} /> : <Bar scene={scene} title="" />;
}

function TalkView({ scene }: { scene: Scene }) {
  const { story } = scene.talk;
  const queued = story.stage.value === "queued" && story.queue.value !== null;
  const rating = wantsRating(story);
  const later = queued || rating ? scene.later() : null;
  return (
    <>
      <TalkBar scene={scene} />
      <Banner scene={scene} />
      {later && queued && <later.QueueCard scene={scene} />}
      <Log scene={scene} />
      {later && rating && <later.Rating key={story.conversation} scene={scene} />}
      <Composer scene={scene} />
    </>
  );
}

const REPLACED = 4509;

function Banner({ scene }: { scene: Scene }) {
  const { talk, say } = scene;
  if (talk.link.value === "ended") {
    const replaced = talk.closeCode.value === REPLACED;
    return (
      <div class="w-note bad" role="status">
        <Icon d={icons.warn} />
        <span class="w-grow">{say(replaced ? "replaced" : "ended")}</span>
        {replaced && (
          <button type="button" class="w-btn text small" onClick={() => talk.reconnect()}>
            {say("replaced.do")}
          </button>
        )}
      </div>
    );
  }
  if (talk.offline.value)
    return (
      <div class="w-note" role="status">
        <Icon d={icons.offline} />
        <span>{say("offline")}</span>
      </div>
    );
  if (talk.story.open.value || talk.story.stage.value !== "bot") return null;
  const write = () => {
    scene.view.value = { at: "message" };
  };
  return (
    <div class="w-note calm">
      <Icon d={icons.moon} />
      <span class="w-grow">{say("closed.note")}</span>
      <button type="button" class="w-btn text small" onClick={write}>
        {say("opt.message")}
      </button>
    </div>
  );
}
