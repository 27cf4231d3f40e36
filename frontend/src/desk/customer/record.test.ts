import { expect, test } from "vitest";
import { shownPage } from "./record";

const page = (url: string) => shownPage({ url, title: "" });

test("a page of the web can be followed, and its path reads in its own letters", () => {
  expect(page("https://shop.example/%E7%81%AF?size=2#top")).toEqual({
    href: "https://shop.example/%E7%81%AF?size=2#top",
    path: "/灯?size=2",
  });
});

test("what is no page of the web is only text", () => {
  expect(page("javascript:alert(1)").href).toBeNull();
  expect(page("not an address")).toEqual({ href: null, path: "not an address" });
});

test("a path that can’t be read stays as it is", () => {
  expect(page("https://shop.example/%E7%81").path).toBe("/%E7%81");
});
