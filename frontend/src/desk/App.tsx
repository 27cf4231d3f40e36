/* The page: rail, then the inbox's three panes or the tickets. */
import { Banner } from "./Banner";
import { CustomerPane } from "./customer/CustomerPane";
import { KeyHelp } from "./KeyHelp";
import { List } from "./list/List";
import { OfferCard } from "./offer/OfferCard";
import { Palette } from "./palette/Palette";
import { Rail } from "./rail/Rail";
import { desk, link, route, selected } from "./room";
import { ThreadPane } from "./thread/ThreadPane";
import { Tickets } from "./tickets/Tickets";
import { nameOf, t } from "./words";

export function App() {
  const { page } = route.value;
  const reading =
    page === "inbox" ? selected.value !== null : route.value.page === "tickets" && route.value.ticket;
  return (
    <div class={`app ${page}`} data-pane={reading ? "thread" : "list"} data-link={link.value.state}>
      <Banner />
      <Rail here={page} />
      {page === "inbox" ? (
        <>
          <List />
          <ThreadPane />
          <CustomerPane />
        </>
      ) : (
        <Tickets />
      )}
      <OfferCard />
      <KeyHelp />
      <Palette />
      <p class="vh" aria-live="assertive">
        {desk.value.offers.map(({ card }) =>
          t("offer_from", { name: nameOf(card.customer.name, card.customer.id) }),
        )}
      </p>
    </div>
  );
}
