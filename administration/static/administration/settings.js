/* What makes these pages quicker to use; without it everything works all the same. */
(() => {
  const one = (selector, within = document) => within.querySelector(selector);

  // A new site begins in the reader's own time zone.
  const zone = one("select[data-zone]");
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !one(".wrong") && [...zone.options].some((option) => option.value === mine)) zone.value = mine;

  // The colour as it will be, while it is chosen.
  const brand = one("input[type=color]");
  const preview = one("[data-preview]");
  let asked = 0;
  brand?.addEventListener("input", async () => {
    const turn = ++asked;
    const answer = await fetch(`/settings/colour/?brand=${encodeURIComponent(brand.value)}`);
    if (!answer.ok || turn !== asked) return;
    const shade = await answer.json();
    for (const part of preview.querySelectorAll("[data-shade]")) part.setAttribute("fill", shade[part.dataset.shade]);
    one("[data-says]", preview).textContent = shade.says;
  });

  // Looks again by itself until the widget was seen or nothing waits, then seldom.
  const seen = one("[data-again]");
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const look = async () => {
    if (!document.hidden) {
      const answer = await fetch(seen.dataset.again);
      if (answer.ok) {
        seen.innerHTML = await answer.text();
        for (const time of seen.querySelectorAll("time[datetime]")) {
          time.textContent = clock.format(new Date(time.dateTime));
        }
      }
    }
    setTimeout(look, one(".check.loaded, .check.greeted, .settled", seen) ? 15000 : 2000);
  };
  if (seen) setTimeout(look, 2000);

  // The usual week with one press.
  one("[data-office]")?.addEventListener("click", () => {
    const days = [...document.querySelectorAll(".day input")];
    days.forEach((day, index) => {
      day.value = index < 5 ? "09:00-18:00" : "";
    });
  });

  // A role is changed by choosing it.
  for (const form of document.querySelectorAll("[data-instant]")) {
    one("button", form).hidden = true;
    one("select", form).addEventListener("change", () => form.submit());
  }

  // The matrix: arrows move, a digit sets a level and its tint.
  const matrix = one("[data-matrix]");
  matrix?.addEventListener("input", ({ target }) => {
    if ("level" in target.dataset) {
      if (target.value === "0") target.value = "";
      target.dataset.level = target.value || "0";
    }
  });
  matrix?.addEventListener("focusin", ({ target }) => target.select?.());
  matrix?.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...matrix.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
    const y = rows.findIndex((row) => row.includes(event.target));
    const x = rows[y]?.indexOf(event.target);
    const next = rows[y + step[1]]?.[x + step[0]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
