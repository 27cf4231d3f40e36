import { expect, test } from "vitest";
import { boardOf } from "./cast";
import { ALL_OF_IT, answers, filterOf, queryOf } from "./filter";

const CARE = { site: null, team: "care" };

test("a frame from before the filter changed isn't shown", () => {
  expect(answers(boardOf(), ALL_OF_IT)).toBe(true);
  expect(answers(boardOf(), CARE)).toBe(false);
  expect(answers(boardOf({ team: "care" }), CARE)).toBe(true);
});

test("the address keeps filter and wall, and whatever else it says", () => {
  const query = queryOf("?lang=zh&site=old", CARE, true);
  expect(query).toBe("?lang=zh&team=care&wall=on");
  expect(filterOf(query)).toEqual(CARE);
  expect(queryOf(query, ALL_OF_IT, false)).toBe("?lang=zh");
  expect(queryOf("?wall=on", ALL_OF_IT, false)).toBe("");
});
