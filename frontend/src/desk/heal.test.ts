import { expect, test } from "vitest";
import type { Entry } from "../protocol.gen";
import type { Head } from "./frames";
import { healer } from "./heal";
import { CLOSED_DESK, heard } from "./state";

function entry(seq: number): Entry {
  const at = "2026-11-25T12:00:00.000Z";
  return {
    type: "entry",
    conversation: "v1",
    seq,
    id: `e${seq}`,
    client_id: null,
    kind: "message",
    author: { role: "visitor" },
    at,
    text: "",
  };
}

/** A desk that held `seqs`, and a server whose answer to `replay` is `answer`. */
function desk(seqs: number[], answer: (after: Head) => number[]) {
  let state = CLOSED_DESK;
  const take = (seq: number) => {
    state = heard(state, entry(seq), 0);
  };
  const asked: Head[] = [];
  seqs.forEach(take);
  const heal = healer(
    (id) => state.threads[id],
    async (_id, after) => {
      asked.push(after);
      answer(after).forEach(take);
    },
  );
  return { heal, asked };
}

const rest = () => new Promise((resolve) => setTimeout(resolve));

test("a gap is asked for once, from the last complete pair", async () => {
  const { heal, asked } = desk([1, 4], ([seq]) => [2, 3, 4].filter((one) => one > seq));
  heal.check("v1");
  heal.check("v1");
  await rest();
  expect(asked).toEqual([[1, 0]]);
});

test("a head that the heartbeat names is fetched, in steps if need be", async () => {
  const { heal, asked } = desk([1], ([seq]) => [seq + 1]);
  heal.check("v1", [3, 0]);
  await rest();
  expect(asked).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

test("a server that gives nothing isn't asked for ever", async () => {
  const { heal, asked } = desk([1], () => []);
  heal.check("v1", [3, 0]);
  await rest();
  expect(asked).toHaveLength(1);
});
