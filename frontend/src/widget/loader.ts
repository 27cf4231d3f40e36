import type { Seat } from "./seat";

declare const __WIDGET__: string;

const script = document.currentScript as HTMLScriptElement;
const host = document.createElement("chatdesk-widget");
const root = host.attachShadow({ mode: "open" });
document.body.append(host);
const button = document.createElement("button");
root.append(button);
button.onclick = async () => {
  const base = new URL(script.src).origin;
  const { mount } = (await import(/* @vite-ignore */ `${base}/${__WIDGET__}`)) as { mount(seat: Seat): void };
  mount({ root, base, site: script.dataset.site ?? "", locale: script.dataset.locale ?? "auto" });
};
