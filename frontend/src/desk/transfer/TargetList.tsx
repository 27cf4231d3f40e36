/* The found colleagues, teams and skills: who is there, what is free, what they know. */
import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { counted, listOf, t, term } from "../words";
import { open, type Target } from "./targets";

const ICONS: Readonly<Record<"team" | "skill", IconName>> = { team: "users", skill: "star" };
const SHOWN_WORDS = 4;

interface Props {
  found: readonly Target[];
  active: number;
  chosen: Target | null;
  known: boolean;
  pick: (target: Target) => void;
}

export function TargetList({ found, active, chosen, known, pick }: Props) {
  const key = found[active]?.key;
  useEffect(() => document.getElementById(`to-${key}`)?.scrollIntoView?.({ block: "nearest" }), [key]);
  if (found.length === 0)
    return <p class="none targets">{t(known ? "transfer_nobody" : "transfer_reading")}</p>;
  return (
    <div class="targets" id="targets" role="listbox" aria-label={t("transfer_find")}>
      {found.map((target, i) => (
        <One
          key={target.key}
          target={target}
          before={found[i - 1]?.kind}
          active={i === active}
          chosen={chosen?.key === target.key}
          pick={pick}
        />
      ))}
    </div>
  );
}

interface OneProps {
  target: Target;
  before: Target["kind"] | undefined;
  active: boolean;
  chosen: boolean;
  pick: Props["pick"];
}

function One({ target, before, active, chosen, pick }: OneProps) {
  const { key, kind, name, state } = target;
  return (
    <>
      {before !== kind && <p class="mh">{t(`transfer_${kind}s`)}</p>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search field above moves and picks by keys */}
      <div
        id={`to-${key}`}
        role="option"
        tabIndex={-1}
        class={`mi target ${active ? "on" : ""}`}
        aria-selected={chosen}
        aria-disabled={!open(target)}
        onClick={() => pick(target)}
      >
        {kind === "agent" ? <PresenceMark state={state} /> : <Icon name={ICONS[kind]} />}
        <span class="cut">
          {name} <span class="soft xs">{known(target)}</span>
        </span>
        <span class="xs soft nw">{chosen ? <Icon name="check" class="acc" /> : room(target)}</span>
      </div>
    </>
  );
}

function known({ kind, words }: Target): string {
  if (kind !== "agent") return counted("transfer_people", words.length);
  return listOf(words.slice(0, SHOWN_WORDS));
}

function room(target: Target): string {
  if (target.kind === "agent" && target.state !== "online") return term("presence", target.state);
  if (target.state !== "online") return t("nobody_there");
  return target.free ? t("free_units", { n: target.free }) : t("no_free_unit");
}
