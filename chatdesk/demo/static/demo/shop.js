// The shop's two small moves: the theme link leads to the other theme, and the bag counts what is put in.
const root = document.documentElement;
const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const link = document.querySelector("[data-theme-switch]");
const there = new URL(link.href);
there.searchParams.set("theme", dark ? "light" : "dark");
link.href = there.href;

const bag = document.querySelector("[data-bag]");
const held = () => Number(sessionStorage.getItem("bag")) || 0;
bag.textContent = held();
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-add]")) return;
  sessionStorage.setItem("bag", held() + 1);
  bag.textContent = held();
});
