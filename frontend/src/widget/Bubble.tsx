/* One line of the log: a bubble, a bot's card with choices, or a draft that isn't acknowledged yet. */
import type { Draft, Line } from "../shared/timeline";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";

interface Choice {
  readonly id: string;
  readonly text: string;
}

const PERSON = "person";

const choicesOf = (line: Line): readonly Choice[] => (line.data?.choices as Choice[] | undefined) ?? [];
const filesOf = (line: Line) => (line.data?.attachments as { id: string; name: string }[] | undefined) ?? [];

export function Bubble({
  line,
  place,
  scene,
}: {
  line: Line;
  place: readonly [number, number];
  scene: Scene;
}) {
  if (line.kind === "choices") return <Choices line={line} scene={scene} />;
  const [index, count] = place;
  const look = `${index > 0 ? "next" : ""} ${index < count - 1 ? "more" : ""}`;
  if (line.erased) return <div class={`w-b w-soft ${look}`}>{scene.say("erased")}</div>;
  return (
    <>
      {line.text && (
        <div class={`w-b ${look}`}>
          {line.text}
          {line.amended && <span class="w-xs"> ({scene.say("amended")})</span>}
        </div>
      )}
      <Onward line={line} scene={scene} />
      {filesOf(line).map((file) => (
        <div class="w-file" key={file.id}>
          <Icon d={icons.file} />
          <b class="w-grow">{file.name || scene.say("file")}</b>
        </div>
      ))}
    </>
  );
}

/** Where to go from the bot's last word: whether it helped, or to a person where it knew nothing. */
function Onward({ line, scene }: { line: Line; scene: Scene }) {
  const { story } = scene.talk;
  const { article, missed } = line.data ?? {};
  if (story.stage.value !== "bot" || story.lines.value.at(-1)?.seq !== line.seq) return null;
  const later = article !== undefined ? scene.later() : null;
  if (later) return <later.Solved key={line.seq} seq={line.seq} scene={scene} />;
  if (missed !== true) return null;
  return (
    <button type="button" class="w-btn line small" onClick={() => scene.talk.act("ask_human")}>
      {scene.say("person")}
    </button>
  );
}

/** Two short answers stand side by side, more as rows; only the newest offer of the bot can be taken. */
function Choices({ line, scene }: { line: Line; scene: Scene }) {
  const { story } = scene.talk;
  const choices = choicesOf(line).filter(({ id }) => id !== PERSON);
  const after = story.lines.value.filter((other) => other.seq > line.seq && other.kind === "message");
  const taken = after.find((other) => other.author.role === "visitor")?.data?.choice;
  const live = story.stage.value === "bot" && after.length === 0;
  const short = choices.length <= 2 && choices.every(({ text }) => text.length <= 12);
  const button = ({ id, text }: Choice) => (
    <button
      key={id}
      type="button"
      class={short ? "w-btn line small" : ""}
      disabled={!live}
      aria-pressed={taken === undefined ? undefined : taken === id}
      onClick={() => scene.talk.choose(line.seq, id)}
    >
      {text}
      {!short && (live || taken === id) && (
        <Icon d={taken === id ? icons.check : icons.next} look="i-s i-turn" />
      )}
    </button>
  );
  return (
    <div class="w-card">
      {line.text && <p>{line.text}</p>}
      {short && choices.length > 0 ? (
        <div class="w-pair">{choices.map(button)}</div>
      ) : (
        <ul class="w-pick">
          {choices.map((choice) => (
            <li key={choice.id}>{button(choice)}</li>
          ))}
        </ul>
      )}
      {live && (
        <ul class="w-pick">
          <li class="aside">
            <button type="button" onClick={() => scene.talk.act("ask_human")}>
              {scene.say("person")}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

export function Pending({ draft, scene }: { draft: Draft; scene: Scene }) {
  const failed = draft.state === "failed";
  const quiet = draft.state === "sent" || !scene.talk.offline.value;
  return (
    <div class="w-g me">
      <div class={`w-b ${failed ? "fail" : "wait"}`}>{draft.text}</div>
      {failed ? (
        <p class="w-meta bad">
          <span>
            <Icon d={icons.warn} />
            {scene.say("state.failed")}
          </span>
          <button type="button" class="w-again" onClick={() => scene.talk.sendAgain(draft.clientId)}>
            <Icon d={icons.again} />
            {scene.say("again")}
          </button>
        </p>
      ) : (
        <p class="w-meta">
          <Icon d={icons.clock} />
          {!quiet && scene.say("state.waiting")}
        </p>
      )}
    </div>
  );
}
