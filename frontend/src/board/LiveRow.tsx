/* One open conversation: who, what it needs, who has it, how it goes, and what a supervisor may do with it. */
import { desk, now } from "../desk/room";
import type { BoardRow } from "../protocol.gen";
import { Icon, type IconName } from "../shared/staff/Icon";
import { Ring } from "../shared/staff/Ring";
import { takeOver, watch } from "./feed";
import { whisperIn } from "./keys";
import { board, late, may, picked } from "./room";
import { tone, used, waits } from "./rows";
import { duration, needsText, t, visitorName } from "./words";

interface Props {
  readonly row: BoardRow;
  readonly on: boolean;
  readonly open: boolean;
}

export function LiveRow({ row, on, open }: Props) {
  const name = visitorName(row.name, row.customer, row.id);
  const pick = () => {
    picked.value = row.id;
  };
  return (
    <tr class={on || open ? "sel" : ""} onFocusCapture={pick} onClick={() => watch(row.id)}>
      <td class="c-v">
        <Who row={row} name={name} open={open} />
      </td>
      <td class="soft c-d">{needsText(row.needs) || "–"}</td>
      <td class="c-a">
        <Whose row={row} />
      </td>
      <td class="num c-n c-f">{row.first_response_s === null ? "–" : duration(row.first_response_s)}</td>
      <td class="num c-n c-l">{duration((now.value - Date.parse(row.began)) / 1_000)}</td>
      <td class="acts">
        <Acts row={row} name={name} />
      </td>
    </tr>
  );
}

function Who({ row, name, open }: { row: BoardRow; name: string; open: boolean }) {
  const shown = (
    <>
      <b>{name}</b>
      {row.verified && (
        <>
          {" "}
          <Icon name="shield" class="s good" />
          <span class="vh">{t("verified")}</span>
        </>
      )}
    </>
  );
  if (!may("watch")) return shown;
  return (
    <a
      id={`row-${row.id}`}
      href={`#/c/${encodeURIComponent(row.id)}`}
      aria-current={open ? "true" : undefined}
    >
      {shown}
    </a>
  );
}

/** The bot and how sure it is; how long somebody waits already, of what was promised; or the agent and their load. */
function Whose({ row }: { row: BoardRow }) {
  if (row.state === "bot")
    return (
      <span class="bot-c nw">
        <Icon name="bot" class="s" /> {t("bot")} {row.bot_confidence?.toFixed(2)}
      </span>
    );
  if (waits(row)) {
    const share = used(row, late.value);
    const waited = duration(row.waited_s + late.value);
    return (
      <span class={`fx nw ${tone(share)}`}>
        {row.promise_s > 0 && <Ring share={share} tone={`s ${tone(share)}`} />}
        {row.agent ? t("offered_to", { name: row.agent.name, time: waited }) : t("waits", { time: waited })}
      </span>
    );
  }
  const seat = board.value?.people.find(({ id }) => id === row.agent?.id);
  return (
    <>
      {row.agent?.id === desk.value.agent?.id ? t("you") : row.agent?.name}{" "}
      <span class="soft">
        {row.state === "parked" ? t("parked") : seat && `${seat.load}/${seat.capacity}`}
      </span>
    </>
  );
}

function Acts({ row, name }: { row: BoardRow; name: string }) {
  const mine = row.agent?.id === desk.value.agent?.id;
  return (
    <>
      {may("watch") && <Act icon="eye" word={t("watch_name", { name })} keys="W" act={() => watch(row.id)} />}
      {may("watch") && may("note") && (
        <Act icon="whisper" word={t("whisper_name", { name })} keys="⇧ W" act={() => whisperIn(row.id)} />
      )}
      {may("takeover") && !mine && (
        <Act icon="take" word={t("take_over_name", { name })} keys="⇧ O" act={() => void takeOver(row.id)} />
      )}
    </>
  );
}

function Act({ icon, word, keys, act }: { icon: IconName; word: string; keys: string; act: () => void }) {
  return (
    <button
      type="button"
      title={`${word}  ${keys}`}
      aria-label={word}
      onClick={(event) => {
        event.stopPropagation();
        act();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
