import { describe, expect, test } from "vitest";
import { type Colleague, type Floor, matching, open, targets } from "./targets";

const person = (id: string, over: Partial<Colleague> = {}): Colleague => ({
  id,
  name: id,
  team: null,
  skills: {},
  state: "online",
  capacity: 3,
  load: 0,
  ...over,
});
const skill = (key: string, kind = "topic") => ({ key, kind, name: { en: key } });
const names = {
  skill: (view: { key: string }) => view.key,
};
const floor = (people: Colleague[], over: Partial<Floor> = {}): Floor => ({
  people,
  skills: [],
  me: "me",
  needs: {},
  ...over,
});
const keys = (all: ReturnType<typeof targets>) => all.map(({ key }) => key);

describe("to whom it can go", () => {
  test("never to oneself; who has most room comes first, who isn’t there last", () => {
    const people = [
      person("me"),
      person("full", { load: 3 }),
      person("gone", { state: "offline" }),
      person("idle"),
    ];
    expect(keys(targets(floor(people), names))).toEqual(["a:idle", "a:full", "a:gone"]);
  });

  test("who is away can’t be asked, but a team or a skill can always be", () => {
    const people = [person("gone", { state: "break", team: "care" })];
    const all = targets(floor(people, { skills: [skill("billing")] }), names);
    expect(all.map(open)).toEqual([false, true, true]);
  });

  test("a team counts the free units of those who are online", () => {
    const people = [
      person("a", { team: "care", team_name: "Customer care", load: 1 }),
      person("b", { team: "care", state: "break" }),
      person("c", { team: "care", load: null }),
    ];
    const team = targets(floor(people), names).find(({ kind }) => kind === "team");
    expect(team).toMatchObject({ name: "Customer care", to: { team: "care" }, free: 5 });
  });

  test("to another skill the visitor’s language goes along", () => {
    const people = [
      person("a", { skills: { zh: 5, billing: 3 } }),
      person("b", { skills: { en: 5, billing: 5 } }),
    ];
    const skills = [skill("zh", "language"), skill("en", "language"), skill("billing")];
    const all = targets(floor(people, { skills, needs: { zh: 3, returns: 2 } }), names);
    const billing = all.find(({ key }) => key === "s:billing");
    expect(billing).toMatchObject({ to: { skills: { zh: 3, billing: 2 } }, free: 3 });
    expect(all.find(({ key }) => key === "s:en")?.to).toEqual({ skills: { en: 2 } });
  });
});

describe("who would wait for nobody", () => {
  const skills = [skill("ja", "language"), skill("billing")];
  const needs = { ja: 1, billing: 2 };
  const lacks = (people: Colleague[], key: string) =>
    targets(floor(people, { skills, needs }), names).find((target) => target.key === key)?.lacks;

  test("a team in which nobody speaks the visitor’s language says so", () => {
    expect(lacks([person("a", { team: "shop", skills: { billing: 3 } })], "t:shop")).toEqual(["ja"]);
  });

  test("a team in which nobody has all of it at once says all of it", () => {
    const people = [
      person("a", { team: "shop", skills: { billing: 3 } }),
      person("b", { team: "shop", skills: { ja: 5, billing: 1 } }),
    ];
    expect(lacks(people, "t:shop")).toEqual(["ja", "billing"]);
  });

  test("one who has it all is enough, even offline: they may come back", () => {
    const able = person("a", { team: "shop", skills: { ja: 1, billing: 2 }, state: "offline" });
    expect(lacks([able, person("b", { team: "shop" })], "t:shop")).toEqual([]);
  });

  test("of a colleague only the language is asked, of a skill what goes along with it", () => {
    const people = [person("a", { skills: { billing: 3 } })];
    expect([lacks(people, "a:a"), lacks(people, "s:billing")]).toEqual([["ja"], ["ja"]]);
  });
});

test("words are looked for in names first, then in what people know", () => {
  const people = [person("Ana Billing"), person("Jonas", { skills: { billing: 3 } }), person("Lin")];
  const all = targets(floor(people, { skills: [skill("billing")] }), names);
  expect(keys(matching(all, "BILL"))).toEqual(["a:Ana Billing", "s:billing", "a:Jonas"]);
  expect(matching(all, "ana jonas")).toEqual([]);
});
