/* Putting a conversation aside: until the visitor writes, for an hour, until tomorrow, or until a time. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { park } from "../acts";
import { menuKeys } from "../rail/menu";
import { floating, now } from "../room";
import type { HeldCard } from "../state";
import { t, whenWords } from "../words";
import { asField, fromField, proposed, rests } from "./times";
import "./park.css";

export function ParkMenu({ card }: { card: HeldCard }) {
  const place = useRef<HTMLDivElement>(null);
  const [asked] = useState(() => now.peek());
  useEffect(() => menuKeys(place.current, () => (floating.value = null)), []);

  async function rest(until: Date | null): Promise<void> {
    if (await park(card.id, until)) floating.value = null;
  }

  return (
    <div class="menu park" ref={place} role="dialog" aria-label={t("park")}>
      <div role="menu" aria-label={t("park")}>
        {rests(asked).map(({ key, until }) => (
          <button key={key} type="button" role="menuitem" class="mi" onClick={() => void rest(until)}>
            <Icon name={until ? "clock" : "chat"} />
            <span>{t(key)}</span>
            <span class="xs soft nw">{until && whenWords(until.toISOString())}</span>
          </button>
        ))}
      </div>
      <UntilForm asked={asked} rest={rest} />
      <p class="xs soft park-foot">{t("park_foot")}</p>
    </div>
  );
}

function UntilForm({ asked, rest }: { asked: number; rest: (until: Date) => Promise<void> }) {
  const [value, change] = useState(() => proposed(asked));
  const [past, complain] = useState(false);
  return (
    <form
      class="park-until"
      onSubmit={(event) => {
        event.preventDefault();
        const until = fromField(value, Date.now());
        complain(until === null);
        if (until) void rest(until);
      }}
    >
      <label class="xs soft" for="park-until">
        {t("park_pick")}
      </label>
      <div class="fx">
        <input
          id="park-until"
          class="field grow"
          type="datetime-local"
          min={asField(new Date(asked))}
          value={value}
          aria-invalid={past}
          onInput={(event) => change(event.currentTarget.value)}
        />
        <button type="submit" class="b">
          {t("park")}
        </button>
      </div>
      {past && (
        <p class="xs bad" role="alert">
          {t("park_past")}
        </p>
      )}
    </form>
  );
}
