/* What nobody needs at first sight, in a file of its own: forms, tickets, the place in line and the rating. */
import type { Locale } from "../shared/i18n";
import forms from "./css/forms.css?inline";
import { Form } from "./Form";
import { MenuItems } from "./MenuItems";
import { QueueCard } from "./QueueCard";
import { Rating } from "./Rating";
import { Solved } from "./Solved";
import type { Scene } from "./scene";
import { Sent, TicketPage } from "./Ticket";

export { MenuItems, QueueCard, Rating, Solved };

const BOOKS: Record<Locale, () => Promise<{ default: object }>> = {
  en: () => import("./late.en"),
  zh: () => import("./late.zh"),
};

/** The words that go with it. */
export async function words(locale: Locale): Promise<object> {
  return (await BOOKS[locale]()).default;
}

/** The styles that go with it. */
export const look = forms;

export function LaterView({ scene }: { scene: Scene }) {
  const view = scene.view.value;
  switch (view.at) {
    case "sent":
      return <Sent scene={scene} />;
    case "ticket":
      return <TicketPage key={view.number} number={view.number} scene={scene} />;
    case "message":
    case "callback":
      return <Form key={view.at} scene={scene} option={view.at} />;
    default:
      return null;
  }
}
