/* The question under an answer of the bot; the word goes to the server, which may offer what else it can be. */
import { useSignal } from "@preact/signals";
import type { Scene } from "./scene";

/** Under the bot's last answer: did it help? No leads to a person, and another wording stays possible. */
export function Solved({ seq, scene }: { seq: number; scene: Scene }) {
  const answer = useSignal<"yes" | "no" | null>(null);
  const tell = (word: "yes" | "no") => () => {
    answer.value = word;
    scene.talk.act("solved", { seq, solved: word === "yes" });
  };
  if (answer.value === "yes") return <p class="w-name">{scene.tell("solved.yes")}</p>;
  return (
    <div class="w-card">
      <p>{scene.tell(answer.value === "no" ? "solved.no" : "solved")}</p>
      <div class="w-pair">
        {answer.value === null && (
          <>
            <button type="button" class="w-btn line small" onClick={tell("yes")}>
              {scene.tell("solved.is")}
            </button>
            <button type="button" class="w-btn line small" onClick={tell("no")}>
              {scene.tell("solved.isnt")}
            </button>
          </>
        )}
        {answer.value === "no" && (
          <button type="button" class="w-btn line small" onClick={() => scene.talk.act("ask_human")}>
            {scene.tell("person")}
          </button>
        )}
      </div>
    </div>
  );
}
