/* Leaving a message and asking for a call: what was typed stays through reload, failure and refusal. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Icon } from "../shared/ui/Icon";
import * as icons from "../shared/ui/icons";
import { Bar } from "./Bar";
import { contact, phone } from "./contact";
import type { Scene } from "./scene";
import type { LateKey } from "./words";

interface Wrong {
  readonly reach?: LateKey;
  readonly text?: LateKey;
}

export function Form({ scene, option }: { scene: Scene; option: "message" | "callback" }) {
  const call = option === "callback";
  const reach = useSignal(scene.keep.getItem("reach") ?? "");
  const text = useSignal(scene.keep.getItem("letter") ?? "");
  const wrong = useSignal<Wrong>({});
  const submit = (event: Event) => {
    event.preventDefault();
    wrong.value = check(call, reach.value, text.value);
    if (wrong.value.reach || wrong.value.text) return;
    const way = call ? { phone: reach.value.trim() } : contact(reach.value);
    const words = text.value.trim() ? { text: text.value.trim() } : {};
    scene.talk.act("prefer", { option, ...words, ...way });
    scene.view.value = { at: "sent" };
  };
  return (
    <>
      <Bar scene={scene} title={scene.tell(call ? "form.callback" : "form.message")} />
      {!scene.talk.story.open.value && (
        <div class="w-note calm">
          <Icon d={icons.moon} />
          <span>{scene.tell("home.away")}</span>
        </div>
      )}
      <form class="w-page" onSubmit={submit} noValidate>
        <div class="w-main w-form">
          <Reach scene={scene} call={call} value={reach} wrong={wrong.value.reach} />
          <Letter scene={scene} call={call} value={text} wrong={wrong.value.text} />
        </div>
        <div class="w-act">
          <button type="submit" class="w-btn main wide">
            {scene.tell(call ? "form.call" : "form.send")}
          </button>
        </div>
      </form>
    </>
  );
}

interface PartProps {
  readonly scene: Scene;
  readonly call: boolean;
  readonly value: { value: string };
  readonly wrong: LateKey | undefined;
}

function Reach({ scene, call, value, wrong }: PartProps) {
  const name = scene.tell(call ? "form.phone" : "form.contact");
  return (
    <Field
      id="reach"
      name={name}
      hint={call ? "" : scene.tell("form.contact.hint")}
      error={wrong && scene.tell(wrong)}
    >
      <input
        id="reach"
        type="text"
        inputMode={call ? "tel" : "email"}
        autocomplete={call ? "tel" : "email"}
        aria-invalid={wrong !== undefined}
        aria-describedby="reach-wrong"
        value={value.value}
        onInput={(event) => keepField(scene, "reach", value, event.currentTarget.value)}
      />
    </Field>
  );
}

function Letter({ scene, call, value, wrong }: PartProps) {
  const name = scene.tell(call ? "form.about" : "form.text");
  return (
    <Field
      id="letter"
      name={name}
      hint={call ? scene.tell("form.optional") : ""}
      error={wrong && scene.tell(wrong)}
    >
      <textarea
        id="letter"
        rows={call ? 3 : 6}
        maxLength={4_000}
        aria-invalid={wrong !== undefined}
        aria-describedby="letter-wrong"
        value={value.value}
        onInput={(event) => keepField(scene, "letter", value, event.currentTarget.value)}
      />
    </Field>
  );
}

function keepField(scene: Scene, key: string, field: { value: string }, text: string): void {
  field.value = text;
  scene.keep.note(key, text || null);
}

function check(call: boolean, reach: string, text: string): Wrong {
  if (call) return phone(reach) ? {} : { reach: "form.phone.bad" };
  return {
    ...(contact(reach) ? {} : { reach: "form.contact.bad" as const }),
    ...(text.trim() ? {} : { text: "form.text.missing" as const }),
  };
}

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly children: ComponentChildren;
}

function Field({ id, name, hint, error, children }: FieldProps) {
  return (
    <div class="w-f">
      <label for={id}>
        {name}
        <span>{hint}</span>
      </label>
      {children}
      {error && (
        <p class="w-err" id={`${id}-wrong`} role="alert">
          <Icon d={icons.warn} look="i-s" />
          {error}
        </p>
      )}
    </div>
  );
}
