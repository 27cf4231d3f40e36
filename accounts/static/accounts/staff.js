/* What a server-rendered staff page can't do alone: the desk's theme and language, times in the reader's zone, copy and print. */
(() => {
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(`desk:${key}`);
    } catch {
      return null; // the browser keeps nothing: follow the system
    }
  };
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  const here = new URL(location.href);
  const wanted = kept("locale");
  if ((wanted === "zh" || wanted === "en") && !root.lang.startsWith(wanted) && !here.searchParams.has("lang")) {
    here.searchParams.set("lang", wanted);
    location.replace(here);
  }

  const zone = (options) => new Intl.DateTimeFormat(root.lang, options);
  const minutes = zone({ dateStyle: "medium", timeStyle: "short" });
  const seconds = zone({ dateStyle: "medium", timeStyle: "medium" });

  addEventListener("DOMContentLoaded", () => {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const form = "seconds" in time.dataset ? seconds : minutes;
      time.textContent = form.format(new Date(time.dateTime));
    }
  });

  addEventListener("click", async ({ target }) => {
    const chosen = target.closest("[data-lang], [data-copy], [data-print], [data-download]");
    if (chosen?.dataset.lang) {
      try {
        localStorage.setItem("desk:locale", chosen.dataset.lang);
      } catch {
        // the cookie remembers it as well
      }
    }
    if (chosen && "print" in chosen.dataset) print();
    if (chosen?.dataset.download) {
      const text = document.querySelector(chosen.dataset.download).textContent.trim();
      const file = document.createElement("a");
      file.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
      file.download = chosen.dataset.name;
      file.click();
      URL.revokeObjectURL(file.href);
    }
    if (!chosen?.dataset.copy) return;
    await navigator.clipboard.writeText(document.querySelector(chosen.dataset.copy).textContent.trim());
    chosen.textContent = chosen.dataset.done ?? chosen.textContent;
  });
})();
