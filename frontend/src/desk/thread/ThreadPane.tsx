/* The middle: head, log, composer of the conversation that is looked at; or what to expect when none is. */
import { useEffect } from "preact/hooks";
import { complaint, desk, selected } from "../room";
import { tellRead } from "../session";
import { Suggestions } from "../suggest/Suggestions";
import { blank } from "../thread";
import { Pending } from "../transfer/Pending";
import { t } from "../words";
import { Composer } from "./Composer";
import { Empty } from "./Empty";
import { Ending } from "./Ending";
import { Head } from "./Head";
import { Log } from "./Log";
import { PastStrip } from "./PastStrip";
import "./thread.css";

export function ThreadPane() {
  const id = selected.value;
  const card = id ? desk.value.cards[id] : undefined;
  return (
    <main class="thr" aria-label={t("conversation")}>
      {id && card ? <Talk id={id} key={id} /> : <Empty asked={id} />}
    </main>
  );
}

function Talk({ id }: { id: string }) {
  const card = desk.value.cards[id];
  const thread = desk.value.threads[id] ?? blank(id);
  const last = thread.timeline.entries.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (last > 0) tellRead(id, last);
  }, [id, last]);
  if (!card) return null;
  return (
    <>
      <Head card={card} thread={thread} />
      <Pending card={card} thread={thread} />
      <PastStrip card={card} />
      <Log card={card} thread={thread} />
      {complaint.value && (
        <p class="complaint" role="alert">
          {complaint.value}
        </p>
      )}
      <Ending card={card} />
      <Suggestions card={card} thread={thread} />
      <Composer card={card} thread={thread} key={`composer-${id}`} />
    </>
  );
}
