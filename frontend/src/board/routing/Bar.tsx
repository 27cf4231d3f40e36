/* The page bar: title, the parts, the site, tables. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { Pick } from "../Bar";
import { sites } from "../choices";
import { may, twin } from "../room";
import { tab } from "./room";
import { TABS, type Tab, tabQuery } from "./tabs";
import { t } from "./words";

export function Bar() {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    place.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab.value]);
  return (
    <header class="bar top">
      <h1>{t("title")}</h1>
      <nav class="tabs" aria-label={t("parts")} ref={place}>
        {TABS.map((part) => (
          <Way key={part} part={part} />
        ))}
        {may("manage_settings") && <a href="/settings/hours/">{t("hours")}</a>}
      </nav>
      <span class="grow" />
      <Pick of="site" icon="globe" all={t("all_sites")} label={t("site")} choices={sites.value} />
      <button
        type="button"
        class="b s q wide"
        aria-pressed={twin.value}
        onClick={() => (twin.value = !twin.value)}
      >
        <Icon name="table" />
        {t("tables")} <kbd>⇧ T</kbd>
      </button>
    </header>
  );
}

function Way({ part }: { part: Tab }) {
  return (
    <a
      href={tabQuery(location.search, part) || location.pathname}
      aria-current={tab.value === part ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        tab.value = part;
      }}
    >
      {t(`tab_${part}`)}
    </a>
  );
}
