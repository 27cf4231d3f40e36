/* The way between pages, and the agent's own state. At the foot on narrow screens. */
import { signal } from "@preact/signals";
import { Avatar } from "../../shared/staff/Avatar";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { desk, due, link } from "../room";
import { type Key, t, term } from "../words";
import { OwnMenu } from "./OwnMenu";
import "./rail.css";

export const menuOpen = signal(false);

type Place = "inbox" | "tickets" | "board" | "routing";

interface Way {
  readonly page: Place | "bot" | "settings" | "audit";
  readonly icon: IconName;
  readonly href: string;
  readonly word: Key;
  /** The permission that it takes. */
  readonly needs: string;
  /** Not work for a phone. */
  readonly wide?: true;
}
const PAGES: readonly Way[] = [
  { page: "inbox", icon: "inbox", href: "/desk/#/", word: "inbox", needs: "answer" },
  { page: "tickets", icon: "ticket", href: "/desk/#/tickets", word: "tickets", needs: "work_tickets" },
  { page: "board", icon: "gauge", href: "/board/", word: "live_board", needs: "see_board" },
  {
    page: "routing",
    icon: "route",
    href: "/board/routing/",
    word: "routing",
    needs: "see_board",
    wide: true,
  },
  { page: "bot", icon: "bot", href: "/bot/", word: "bot_page", needs: "see_board", wide: true },
  {
    page: "settings",
    icon: "settings",
    href: "/settings/",
    word: "settings",
    needs: "manage_settings",
    wide: true,
  },
  { page: "audit", icon: "shield", href: "/audit/", word: "audit", needs: "read_audit", wide: true },
];

/** What nearly everybody may, until the server says it. */
const AGENTS = ["answer", "work_tickets"];

/** Every page that this member of staff may open; `here` is the one that is open. */
export function Rail({ here }: { here: Place }) {
  const may = desk.value.agent?.permissions ?? AGENTS;
  return (
    <nav class="rail" aria-label={t("main_pages")}>
      <a class="mark" href="/desk/#/">
        <span class="vh">chatdesk</span>
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          stroke-width="2.5"
          stroke-linecap="round"
          aria-hidden="true"
        >
          <path d="M18.9 6.2A9 9 0 1 0 21 12M8 12.5l3 3 6-6.5" />
        </svg>
      </a>
      {PAGES.filter(({ needs }) => may.includes(needs)).map(({ page, icon, href, word, wide }) => (
        <a
          key={page}
          href={href}
          class={wide && "wide"}
          aria-current={here === page ? "page" : undefined}
          title={t(word)}
        >
          <Icon name={icon} />
          <span class="rl">{t(word)}</span>
          {page === "inbox" && due.value > 0 && <b class="n">{due.value}</b>}
        </a>
      ))}
      <span class="grow" />
      <Me />
    </nav>
  );
}

function Me() {
  const { agent, presence, load, capacity } = desk.value;
  const shown = link.value.state === "ready" ? presence : "offline";
  const state = term("presence", shown);
  return (
    <div class="me">
      <button
        type="button"
        class="me-b"
        aria-haspopup="menu"
        aria-expanded={menuOpen.value}
        title={state}
        onClick={() => {
          menuOpen.value = !menuOpen.value;
        }}
      >
        <span class="me-face">
          <Avatar name={agent?.name ?? ""} class="me-av" />
          <PresenceMark state={shown} />
        </span>
        <span class="rl">{state}</span>
        <span class="vh">{t("own_load", { load, capacity })}</span>
      </button>
      {menuOpen.value && <OwnMenu close={() => (menuOpen.value = false)} />}
    </div>
  );
}
