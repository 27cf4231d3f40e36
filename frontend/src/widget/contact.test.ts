import { expect, test } from "vitest";
import { contact, phone } from "./contact";

test("an address and a number are told apart, nothing is allowed, anything else is not", () => {
  expect(contact(" tom@mail.example ")).toEqual({ email: "tom@mail.example" });
  expect(contact("138 0013 6621")).toEqual({ phone: "138 0013 6621" });
  expect(contact("  ")).toEqual({});
  expect(["tom@mail", "tom", "12", "a@b c.de"].map(contact)).toEqual([null, null, null, null]);
});

test("a telephone number has at least five digits and no letters", () => {
  expect(["+86 10-1234", "(010) 555", "12345", "1234", "12345x", ""].map(phone)).toEqual([
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
});
