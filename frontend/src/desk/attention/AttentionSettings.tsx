/* How to be called: sound and how loud, desktop notifications, and a button that tries it. */
import { Icon } from "../../shared/staff/Icon";
import { t } from "../words";
import { tryOut } from "./chime";
import { notifyOn, permission, setNotify, setSound, setVolume, soundOn, volume } from "./settings";
import { flash } from "./watch";
import "./attention.css";

export function AttentionSettings() {
  return (
    <section class="calls" aria-label={t("calls")}>
      <div class="setting">
        <label class="fx">
          <input
            type="checkbox"
            checked={soundOn.value}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          {t("sound")}
        </label>
        <button
          type="button"
          class="b s"
          onClick={() => {
            tryOut();
            flash();
          }}
        >
          <Icon name="bell" />
          {t("try_sound")}
        </button>
      </div>
      {soundOn.value && (
        <label class="setting">
          <span class="xs soft">{t("volume")}</span>
          <input
            type="range"
            min="0"
            max="100"
            step="5"
            value={volume.value}
            onInput={(event) => setVolume(Number(event.currentTarget.value))}
          />
        </label>
      )}
      <Notices />
    </section>
  );
}

function Notices() {
  if (permission.value === "unsupported") return null;
  const blocked = permission.value === "denied";
  return (
    <>
      <label class="setting fx notices">
        <input
          type="checkbox"
          checked={notifyOn.value}
          disabled={blocked}
          onChange={(event) => void setNotify(event.currentTarget.checked)}
        />
        <span class="grow">{t("notices")}</span>
      </label>
      {blocked && <p class="xs soft notices-why">{t("notices_blocked")}</p>}
    </>
  );
}
