import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, bounds, decode, fill } from "../src/graph/picture";

type Sent = Parameters<typeof decode>[0];

function sent(places: [number, number][], edges: Sent["edges"] = [], columns = false): Sent {
  return { columns, edges, nodes: places.map(([x, y], at) => [`k${at}`, 0, "s", "label", "/u", x, y, 1, "tone", 0, 1, 0, 1]) };
}

test("what is sent becomes things, ties and neighbours", () => {
  const picture = decode(sent([[0, 0], [10, 0]], [[0, 1, "lead", 1]]));
  assert.deepEqual(picture.ties, [{ from: 0, to: 1, role: "lead", path: true }]);
  assert.deepEqual(picture.near, [[1], [0]]);
  assert.equal(picture.place.get("k1"), 1);
  assert.equal(picture.things[1]?.x, 10);
});

test("the box contains each thing to its edge, and has a size where there is none", () => {
  assert.deepEqual(bounds(decode(sent([[0, 0], [10, -5]])).things), { left: -1, top: -6, right: 11, bottom: 1 });
  assert.deepEqual(bounds([]), { left: -1, top: -1, right: 1, bottom: 1 });
});

test("a picture is widened to the shape of its window, columns further than others", () => {
  const square: [number, number][] = [[0, 0], [10, 0], [0, 10], [10, 10]];
  assert.equal(fill(decode(sent(square)), 400, 100).things[1]?.x, 15);
  assert.equal(fill(decode(sent(square, [], true)), 400, 100).things[1]?.x, 24);
  assert.equal(fill(decode(sent(square, [], true)), 100, 400).things[2]?.y, 32);
  assert.equal(fill(decode(sent([[0, 0], [9, 0]])), 900, 100).things[1]?.x, 9);
});

test("an arrow key goes to the nearest thing straight ahead, and stays where there is none", () => {
  const picture = decode(sent([[0, 0], [20, 0], [10, 9], [30, 0], [-5, 0]]));
  assert.equal(beside(picture, 0, 1, 0), 1);
  assert.equal(beside(picture, 0, -1, 0), 4);
  assert.equal(beside(picture, 4, -1, 0), 4);
});
