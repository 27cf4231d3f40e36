/* The supervisor's page: figures, arrivals, skills, conversations, what needs somebody; or the wall of the same. */
import { useEffect } from "preact/hooks";
import { Banner } from "../desk/Banner";
import { OfferCard } from "../desk/offer/OfferCard";
import { Rail } from "../desk/rail/Rail";
import { complaint, link, selected } from "../desk/room";
import { Arrivals } from "./Arrivals";
import { Bar } from "./Bar";
import { Figures } from "./Figures";
import { Live } from "./Live";
import { Matrix } from "./Matrix";
import { Needs } from "./Needs";
import { Risk } from "./Risk";
import { board, twin, wall } from "./room";
import { Side } from "./side/Side";
import { t } from "./words";
import "./board.css";
import "./wall.css";

export function App() {
  const title = `${t("title")} · chatdesk`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="app board" data-link={link.value.state} data-twin={twin.value}>
      <Banner quiet={t("stands_still")} />
      {!wall.value && <Rail here="board" />}
      <main class="page">
        <Bar />
        {complaint.value && !selected.value && (
          <p class="complaint" role="alert">
            {complaint.value}
          </p>
        )}
        {board.value ? <Page /> : <div class="grow" aria-busy="true" />}
      </main>
      <Side />
      {!wall.value && <OfferCard />}
    </div>
  );
}

function Page() {
  if (wall.value)
    return (
      <>
        <Figures />
        <div class="bgrid">
          <Matrix />
          <div class="cell al">
            <Needs />
          </div>
        </div>
      </>
    );
  return (
    <>
      <Figures />
      <div class="bgrid">
        <Arrivals />
        <Matrix />
        <div class="cell al">
          <Needs />
          <Risk />
        </div>
        <Live />
      </div>
    </>
  );
}
