import { expect, test } from "vitest";
import { tabOf, tabQuery } from "./tabs";

test("an address names the part; an unknown name is the first part", () => {
  expect([tabOf("?tab=forecast"), tabOf("?tab=weather"), tabOf("")]).toEqual([
    "forecast",
    "queues",
    "queues",
  ]);
});

test("going to another part keeps the site in the address", () => {
  expect(tabQuery("?site=tea&tab=skills", "queues")).toBe("?site=tea");
  expect(tabQuery("?site=tea", "policies")).toBe("?site=tea&tab=policies");
});
