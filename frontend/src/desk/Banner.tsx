/* One strip over everything while there is no line to the server: since when, what is kept, what to do. */
import { Icon } from "../shared/staff/Icon";
import { desk, everLinked, link } from "./room";
import { tryNow } from "./session";
import { t, time } from "./words";

const REPLACED = 4509;

function unsent(): number {
  return Object.values(desk.value.threads)
    .flatMap((thread) => [...thread.timeline.pending, ...thread.noteDrafts])
    .filter((draft) => draft.state === "waiting").length;
}

/** `quiet` is what to say while nothing waits to go out. */
export function Banner({ quiet = t("keep_writing") }: { quiet?: string }) {
  const { state, code, since } = link.value;
  if (state === "ready" || state === "connecting") return null;
  if (state === "ended") return <Ended replaced={code === REPLACED} />;
  if (!everLinked.value && code === 0) return null;
  const kept = unsent();
  return (
    <div class="banner" role="status">
      <Icon name="wifioff" />
      <span class="grow">
        <b>{t("no_connection", { since: time(new Date(since).toISOString()) })}</b>{" "}
        {kept > 0 ? t("kept_here", { n: kept }) : quiet}
      </span>
      <button type="button" class="b s" onClick={tryNow}>
        {t("try_now")}
      </button>
    </div>
  );
}

function Ended({ replaced }: { replaced: boolean }) {
  return (
    <div class="banner" role="alert">
      <Icon name="wifioff" />
      <span class="grow">{t(replaced ? "opened_elsewhere" : "signed_out")}</span>
      <button type="button" class="b s" onClick={() => location.reload()}>
        {t(replaced ? "use_here" : "sign_in")}
      </button>
    </div>
  );
}
