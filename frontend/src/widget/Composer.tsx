/* Enter sends, Shift+Enter breaks the line, and Enter that picks a Chinese word does neither. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import type { Scene } from "./scene";

const LIMIT = 4_000;
const WARN_AT = 200;
const TALLEST_PX = 120;

export function Composer({ scene }: { scene: Scene }) {
  const body = useSignal(scene.keep.getItem("draft") ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const left = roomIn(body.value);

  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.setProperty("block-size", "auto");
    box.style.setProperty("block-size", `${Math.min(box.scrollHeight, TALLEST_PX)}px`);
  }, [body.value]);

  const write = (text: string) => {
    body.value = text;
    scene.keep.note("draft", text || null);
    scene.talk.typist.wrote(text);
  };
  const send = () => {
    const text = body.value.trim();
    if (!text || roomIn(body.value) < 0) return;
    scene.talk.say(text);
    write("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <div class="w-in">
      <div class="w-box">
        <textarea
          ref={field}
          class="w-say"
          rows={1}
          value={body.value}
          placeholder={scene.say("write")}
          aria-label={scene.say("write")}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          class="w-send"
          type="button"
          aria-label={scene.say("send")}
          disabled={!body.value.trim() || left < 0}
          onClick={send}
        >
          <Icon d={icons.up} />
        </button>
      </div>
      {left < WARN_AT && (
        <p class="w-hint" role="status">
          {left < 0 ? scene.say("over", { count: -left }) : scene.say("left", { count: left })}
        </p>
      )}
    </div>
  );
}

/** Characters that still fit, below zero when there are too many; the server counts them alike. */
function roomIn(text: string): number {
  return LIMIT - [...text.normalize("NFC")].length;
}
