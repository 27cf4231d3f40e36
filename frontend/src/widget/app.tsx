/* The widget app: puts the panel into the loader's shadow root and obeys the page's commands. */
import { effect, type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { type Locale, localeOf } from "../shared/i18n";
import { Face } from "./Bar";
import look from "./css/frame.css?inline";
import log from "./css/log.css?inline";
import { keep as keepOf } from "./keep";
import { Panel } from "./Panel";
import { rest as restOf } from "./rest";
import type { Later, Scene, View } from "./scene";
import type { Command, Run, Seat } from "./seat";
import { Talk } from "./talk";
import { wordsOf } from "./words";

/** Start the talk behind the launcher; gives what carries out the page's commands. */
export async function mount(seat: Seat): Promise<Run> {
  dressWith(seat.root, look + log);
  const place = document.createElement("div");
  seat.root.append(place);

  const shown = signal(false);
  const scene = await staged(seat, () => {
    shown.value = false;
    seat.launcher.focus();
  });
  const host = seat.root.host as HTMLElement;
  effect(() => dress(seat, scene, shown.value));
  effect(() => paint(host, scene.talk.story.site.value?.theme));
  document.addEventListener("visibilitychange", () => shown.value && scene.talk.look());
  window.addEventListener("online", () => scene.talk.reconnect());
  const open = () => {
    shown.value = true;
  };
  render(<Root scene={scene} shown={shown} open={open} />, place);
  scene.talk.start();
  return (...command) => obey(command, scene, shown, host);
}

async function staged(seat: Seat, close: () => void): Promise<Scene> {
  const keep = keepOf(seat.site);
  const wish = keep.getItem("locale") ?? seat.locale;
  const locale = signal<Locale>(
    localeOf([wish === "auto" ? document.documentElement.lang : wish, ...navigator.languages]),
  );
  const rest = restOf(seat.base, () => keep.getItem("token"));
  const talk = new Talk({ ...seat, keep, rest, locale: () => locale.value });
  const view = signal<View>({ at: keep.getItem("talking") ? "talk" : "home" });
  const words = signal(await wordsOf(locale.value));
  const later = signal<Later | null>(null);
  const say: Scene["tell"] = (key, values) => words.value(key, values);
  const read = async (wanted: Locale, part: Later | null) => {
    words.value = await wordsOf(wanted, await part?.words(wanted));
  };
  const switchTo = async (wanted: Locale) => {
    await read(wanted, later.value);
    locale.value = wanted;
    keep.note("locale", wanted);
  };
  const arrived = async (part: Later) => {
    await read(locale.value, part);
    dressWith(seat.root, part.look);
    later.value = part;
  };
  return { talk, keep, rest, locale, view, say, tell: say, switchTo, close, later: onDemand(later, arrived) };
}

/** Fetches the part that isn't needed at first sight when somebody first asks for it; a failed try may be repeated. */
function onDemand(here: Signal<Later | null>, arrived: (part: Later) => Promise<void>): Scene["later"] {
  let asked = false;
  return () => {
    if (here.value || asked) return here.value;
    asked = true;
    import("./later").then(arrived).catch(() => {
      asked = false;
    });
    return null;
  };
}

function dressWith(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Closed, the newest unread line peeks out above the launcher. */
function Root({ scene, shown, open }: { scene: Scene; shown: { value: boolean }; open: () => void }) {
  if (shown.value) return <Panel scene={scene} />;
  const news = scene.talk.story.unread.value.at(-1);
  if (!news?.text) return null;
  const name = news.author.name ?? scene.say("someone");
  const show = () => {
    scene.view.value = { at: "talk" };
    open();
  };
  return (
    <button type="button" class="w-peek" onClick={show}>
      <Face name={name} bot={news.author.role === "bot"} />
      <span class="w-grow">
        <span class="w-s w-soft">{name}</span>
        <span class="w-two-lines">{news.text}</span>
      </span>
    </button>
  );
}

function dress({ launcher }: Seat, { talk, say }: Scene, shown: boolean): void {
  const count = shown ? 0 : talk.story.unread.value.length;
  launcher.ariaExpanded = String(shown);
  launcher.ariaLabel = shown ? say("close") : count ? say("open.unread", { count }) : say("open");
  launcher.querySelector(".w-badge")?.remove();
  if (!count) return;
  const badge = document.createElement("span");
  badge.className = "w-badge";
  badge.textContent = String(count);
  launcher.append(badge);
}

/** The firm's hue, from which the rest of the colours follow, and its very own colour where it chose one. */
function paint(host: HTMLElement, theme: Record<string, unknown> = {}): void {
  for (const key of ["hue", "accent"])
    if (theme[key] !== undefined) host.style.setProperty(`--cd-${key}`, `${theme[key]}`);
}

function obey(
  [name, value, more]: Command,
  scene: Scene,
  shown: { value: boolean },
  host: HTMLElement,
): void {
  switch (name) {
    case "open":
    case "close":
      shown.value = name === "open";
      return;
    case "toggle":
      shown.value = !shown.value;
      return;
    case "locale":
      scene.switchTo(localeOf([String(value)], scene.locale.value));
      return;
    case "theme":
      host.style.setProperty("color-scheme", value === "auto" ? "light dark" : String(value));
      return;
    case "page":
      scene.talk.page(String(value), String(more ?? ""));
      return;
    case "identify":
      scene.talk.identify(value);
  }
}
