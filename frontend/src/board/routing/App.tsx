/* The routing page: what waits and why, what was decided and why, what would change it, and what is to come. */
import { useEffect } from "preact/hooks";
import { Banner } from "../../desk/Banner";
import { OfferCard } from "../../desk/offer/OfferCard";
import { Rail } from "../../desk/rail/Rail";
import { complaint, link, selected } from "../../desk/room";
import { twin } from "../room";
import { Side } from "../side/Side";
import { Bar } from "./Bar";
import { Decisions } from "./decisions/Decisions";
import { Forecast } from "./forecast/Forecast";
import { Policies } from "./policies/Policies";
import { Queues } from "./queues/Queues";
import { tab } from "./room";
import { Skills } from "./skills/Skills";
import type { Tab } from "./tabs";
import { t } from "./words";
import "./routing.css";

const PARTS: Readonly<Record<Tab, () => preact.JSX.Element>> = {
  queues: Queues,
  decisions: Decisions,
  skills: Skills,
  forecast: Forecast,
  policies: Policies,
};

export function App() {
  const title = `${t(`tab_${tab.value}`)} · ${t("title")} · chatdesk`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const Part = PARTS[tab.value];
  return (
    <div class="app board routing" data-link={link.value.state} data-twin={twin.value}>
      <Banner quiet={t("stands_still")} />
      <Rail here="routing" />
      <main class="page">
        <Bar />
        {complaint.value && !selected.value && (
          <p class="complaint" role="alert">
            {complaint.value}
          </p>
        )}
        <Part />
      </main>
      <Side />
      <OfferCard />
    </div>
  );
}
