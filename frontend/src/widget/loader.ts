/* /w.js: draws the launcher, queues what the page asks for, and fetches the app when somebody needs it. */
import tokens from "../shared/tokens.css?inline";
import look from "./launcher.css?inline";
import type { Command, Run, Seat } from "./seat";

declare const __WIDGET__: string;
declare global {
  interface Window {
    chatdesk?: Run & { q?: ArrayLike<unknown>[] };
  }
}

const script = document.currentScript as HTMLScriptElement;
const { site = "", locale = "auto", theme = "", hue = "" } = script.dataset;
const base = script.src.replace(/\/w\.js.*$/, "");
const asked = [...(window.chatdesk?.q ?? [])].map((args) => Array.from(args) as unknown as Command);

const host = document.createElement("chatdesk-widget");
if (hue) host.style.setProperty("--cd-hue", hue);
if (theme) host.style.setProperty("color-scheme", theme);
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens + look);
root.adoptedStyleSheets = [sheet];

const launcher = document.createElement("button");
launcher.className = "w-launch";
launcher.type = "button";
const zh = /^zh/.test(locale === "auto" ? document.documentElement.lang || navigator.language : locale);
launcher.ariaLabel = zh ? "打开客服窗口" : "Open chat";
launcher.ariaExpanded = "false";
launcher.innerHTML =
  '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 12a7.5 7.5 0 0 1-11 6.6L4 20l1.4-4.6A7.5 7.5 0 1 1 20 12Z"/></svg>';
root.append(launcher);

let app: Promise<Run> | undefined;

/** The app, fetched once; a failed fetch may be tried again. */
function load(): Promise<Run> {
  const seat: Seat = { root, launcher, base, site, locale };
  app ??= import(/* @vite-ignore */ `${base}/${__WIDGET__}`).then(
    (module: { mount(seat: Seat): Promise<Run> }) => module.mount(seat),
    (error) => {
      app = undefined;
      throw error;
    },
  );
  return app;
}

const run: Run = (...command) => void load().then((go) => go(...command));

/** Somebody who was in a talk hears of news without opening the panel. */
function knownHere(): boolean {
  try {
    return localStorage.getItem(`chatdesk:${site}:talking`) !== null;
  } catch {
    return false;
  }
}

window.chatdesk = run;
launcher.onclick = () => run("toggle");
document.body.append(host);
for (const command of asked) run(...command);
if (knownHere()) (window.requestIdleCallback ?? setTimeout)(() => void load());
