/* The offer: floats over the thread, never takes the focus, counts down, says why it came to this agent. */
import { useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { Ringed } from "../../shared/staff/Ring";
import { accept, decline } from "../acts";
import { desk, now, select } from "../room";
import type { HeldOffer } from "../state";
import { lastSaid } from "../thread";
import { duration, listOf, nameOf, needsInside, sentence, t, term } from "../words";
import "./offer.css";

const REASON = 200;

/** Accept, and look at it once it is ours. */
export async function acceptOffer(offer: HeldOffer): Promise<void> {
  if (await accept(offer.offer)) select(offer.conversation);
}

export function OfferCard() {
  const offer = desk.value.offers[0];
  return offer ? <Card key={offer.offer} offer={offer} /> : null;
}

/** Why it came here: a colleague's words, or the router's reason. */
function Because({ offer: { by, text, why } }: { offer: HeldOffer }) {
  const from = text ? "from_colleague" : "from_colleague_only";
  return (
    <p class="because">
      <b>{by ? t(from, { name: by.name }) : t("why_you")}</b>{" "}
      {by ? text && t("quoted", { text }) : sentence(why)}
    </p>
  );
}

function Card({ offer }: { offer: HeldOffer }) {
  const [reason, give] = useState("");
  const { card } = offer;
  const name = nameOf(card.customer.name, card.customer.id);
  const said = lastSaid(desk.value.threads[card.id]) || (card.last?.role === "visitor" ? card.last.text : "");
  const whole = Math.max(1, (Date.parse(offer.expires_at) - offer.heardAt) / 1_000);
  const left = Math.min(whole, Math.max(0, (Date.parse(offer.expires_at) - now.value) / 1_000));
  const waited = duration(card.waited_s + (now.value - offer.heardAt) / 1_000);
  return (
    <section class="offer" role="alertdialog" aria-label={t("offer_from", { name })}>
      <div class="fx g3">
        <Ringed big share={left / whole} tone="acc">
          <b>{Math.ceil(left)}</b>
        </Ringed>
        <div class="grow">
          <h1 class="cut">{name}</h1>
          <p class="soft">
            {listOf([term("channel", card.channel), ...needsInside(card.needs)])} ·{" "}
            {card.promise_s > 0
              ? t("waited_of", { time: waited, promise: duration(card.promise_s) })
              : t("waited", { time: waited })}
          </p>
        </div>
      </div>
      {said && <p class="offer-said">{t("quoted", { text: said })}</p>}
      <Because offer={offer} />
      {offer.by && (
        <input
          class="field offer-reason"
          maxLength={REASON}
          value={reason}
          aria-label={t("decline_reason")}
          placeholder={t("decline_reason")}
          onInput={(event) => give(event.currentTarget.value)}
        />
      )}
      <div class="fx">
        <button type="button" class="b p grow" onClick={() => void acceptOffer(offer)}>
          {t("accept")} <kbd>A</kbd>
        </button>
        <button type="button" class="b grow" onClick={() => void decline(offer.offer, reason.trim())}>
          {t("decline")} <kbd>D</kbd>
        </button>
      </div>
      <p class="xs soft offer-foot">
        <Icon name="swap" />{" "}
        {offer.by ? t("offer_otherwise_back", { name: offer.by.name }) : t("offer_otherwise")}
      </p>
      {desk.value.offers.length > 1 && (
        <p class="xs soft">{t("offers_more", { n: desk.value.offers.length - 1 })}</p>
      )}
    </section>
  );
}
