/* What the menu of a talk offers: a person, and the end. */
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";

export function MenuItems({ scene, done }: { scene: Scene; done: () => void }) {
  const { talk, tell: say } = scene;
  const pick = (deed: "ask_human" | "leave") => () => {
    done();
    talk.act(deed);
  };
  return (
    <>
      {talk.story.stage.value === "bot" && (
        <button type="button" role="menuitem" class="w-line" onClick={pick("ask_human")}>
          <Icon d={icons.users} />
          {say("person")}
        </button>
      )}
      {talk.story.conversation && (
        <button type="button" role="menuitem" class="w-line" onClick={pick("leave")}>
          <Icon d={icons.x} />
          {say("leave")}
        </button>
      )}
    </>
  );
}
