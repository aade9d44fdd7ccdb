import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, bounds, colours, decode, fill, legible, mixed, neighbours, type Sent } from "../src/graph/drawing";
import { around, groupAt, whole } from "../src/graph/camera";
import { convex, outlines } from "../src/graph/hulls";
import { LINE, overhang, place } from "../src/graph/labels";

function sent(places: [number, number][], edges: [number, number][] = [], columns = false): Sent {
  const palettes = { light: {}, dark: {} };
  const nodes = places.map(([x, y], at) => ({
    id: `k${at}`, label: `标${at}`, full: "label", kind: "unit", x, y, size: 1, shape: "dot", tone: "ink", fill: 0, rank: 1, lines: 0, more: 0, borderWidth: 2,
  }));
  const ties = edges.map(([from, to]) => ({ from: `k${from}`, to: `k${to}`, role: "lead", tone: "lead", width: 1, dashes: false as const, weight: 1 }));
  return { columns, palettes, groups: [], nodes, edges: ties };
}

test("what is sent becomes marks, ties and neighbours", () => {
  const drawing = decode(sent([[0, 0], [10, 0], [5, 5]], [[0, 1]]));
  assert.deepEqual(drawing.tied, [[0], [0], []]);
  assert.equal(drawing.place.get("k1"), 1);
  assert.deepEqual([...neighbours(drawing, 0)].sort(), [0, 1]);
  assert.deepEqual([...neighbours(drawing, -1)], []);
});

test("the box contains each mark to its edge, and has a size where there is none", () => {
  assert.deepEqual(bounds(decode(sent([[0, 0], [10, -5]])).marks), { left: -1, top: -6, right: 11, bottom: 1 });
  assert.deepEqual(bounds([]), { left: -1, top: -1, right: 1, bottom: 1 });
});

test("a picture is widened to the shape of its window, columns further than others", () => {
  const square: [number, number][] = [[0, 0], [10, 0], [0, 10], [10, 10]];
  assert.equal(fill(decode(sent(square)), 400, 100).marks[1]?.x, 15);
  assert.equal(fill(decode(sent(square, [], true)), 400, 100).marks[1]?.x, 24);
  assert.equal(fill(decode(sent(square, [], true)), 100, 800).marks[2]?.y, 60);
  assert.equal(fill(decode(sent([[0, 0], [9, 0]])), 900, 100).marks[1]?.x, 9);
});

test("an arrow key goes to the nearest mark straight ahead, and stays where there is none", () => {
  const drawing = decode(sent([[0, 0], [20, 0], [10, 9], [30, 0], [-5, 0]]));
  assert.equal(beside(drawing, 0, 1, 0), 1);
  assert.equal(beside(drawing, 0, -1, 0), 4);
  assert.equal(beside(drawing, 4, -1, 0), 4);
});

test("colours are mixed and resolved by the palette", () => {
  assert.equal(mixed("#000000", "#ffffff", 0.5), "#808080");
  const mark = decode(sent([[0, 0]])).marks[0];
  assert.ok(mark);
  assert.deepEqual(colours({ ...mark, fill: 2 }, { ink: "#000000", paper: "#ffffff" }), { background: "#ffffff", border: "#000000" });
});

const ruler = (text: string) => text.length * 13;

test("no two labels overlap at any zoom, and the more important of two has the room", () => {
  const crowd: [number, number][] = Array.from({ length: 60 }, (_, at) => [(at % 10) * 22, Math.floor(at / 10) * 15]);
  for (const zoom of [0.2, 0.7, 1, 3]) {
    const spots = place(decode(sent(crowd)), zoom, ruler, []).map((spot) => ({
      left: spot.x * zoom + spot.left, right: spot.x * zoom + spot.right, top: spot.y * zoom + spot.top, bottom: spot.y * zoom + spot.bottom,
    }));
    assert.ok(spots.length > 0);
    spots.forEach((a, at) => {
      for (const b of spots.slice(at + 1)) assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom);
    });
  }
  const two = sent([[0, 0], [0, 1]], [], true);
  const [low, high] = two.nodes;
  assert.ok(low && high);
  low.side = high.side = "left";
  high.rank = 9;
  assert.deepEqual(place(decode(two), 1, ruler, []).map((spot) => spot.place), [1]);
});

test("only the marks that are lit have labels while others are dimmed", () => {
  const spots = place(decode(sent([[0, 0], [300, 0], [600, 0]])), 1, ruler, [], new Set([0, 2]), [2]);
  assert.deepEqual(spots.map((spot) => [spot.place, spot.strong]), [[2, true], [0, false]]);
  assert.equal((spots[0]?.bottom ?? 0) - (spots[0]?.top ?? 0), LINE);
});

test("only the text of labels that may find room is measured", () => {
  const asked: string[] = [];
  const slow = (text: string) => {
    asked.push(text);
    return ruler(text);
  };
  const drawing = decode(sent(Array.from({ length: 40 }, (_, at) => [at % 2, at] as [number, number])));
  const spots = place(drawing, 1, slow, []);
  assert.ok(asked.length < 40 && spots.length > 0, `${asked.length} of 40`);
  asked.length = 0;
  overhang(drawing, { left: -500, top: -500, right: 500, bottom: 500 }, 1, slow, 300);
  assert.deepEqual(asked, []);
});

test("a hull contains its members and is named above them", () => {
  assert.deepEqual(convex([[0, 0], [4, 0], [2, 1], [4, 4], [0, 4]]), [[0, 0], [4, 0], [4, 4], [0, 4]]);
  const data = sent([[0, 0], [50, 0], [900, 0]]);
  for (const mark of data.nodes.slice(0, 2)) mark.hull = "g";
  data.groups = [{ key: "g", name: "公安局等", tone: "class-0", count: 2 }, { key: "none", name: "", tone: "ink", count: 0 }];
  const [outline, ...rest] = outlines(decode(data));
  assert.equal(rest.length, 0);
  assert.equal(outline?.name, "公安局等 · 2");
  assert.ok(outline.corners.every(([x]) => x < 100));
});

test("marks and lines are not lost where all of a large picture is seen, and marks of a column stay apart", () => {
  const column = decode(sent([[0, 0], [0, 34], [0, 68]], [[0, 1]], true));
  const far = legible(column, 0.25);
  assert.equal(far.ties[0]?.width, 2);
  const [first, second] = far.marks;
  assert.ok(first && second && first.size > 5 * (column.marks[0]?.size ?? 0) && first.size + second.size < 0.7 * 34);
  assert.equal(legible(column, 1.2).ties[0]?.width, 1);
});

test("a label of a column keeps out of the column before, and is never cut below six signs", () => {
  const drawing = decode(sent([[0, 0], [100, 0], [200, 0]], [], true));
  const named = {
    ...drawing,
    marks: drawing.marks.map((mark, at) => ({ ...mark, label: "一二三四五六七八九十一二三四", side: at < 2 ? ("left" as const) : ("right" as const) })),
  };
  const at = (zoom: number) => place(named, zoom, ruler, []).find((spot) => spot.place === 1)?.lines[0] ?? "";
  assert.match(at(1.4), /^一二三四五六七八?…$/);
  assert.equal(at(3), "一二三四五六七八九十一二三四");
  const box = { left: -1, right: 201, top: -1, bottom: 1 };
  assert.equal(overhang(named, box, 1, ruler, 300).right, 14 * 13 + 4);
  assert.equal(overhang(named, box, 1, ruler, 100).right, 100);
});

test("all of a picture is seen with its labels, and a group is opened where it was", () => {
  const drawing = decode(sent([[0, 0], [400, 300]]));
  const stage = { clientWidth: 500, clientHeight: 400 };
  const { x, y, zoom } = whole(drawing, [], stage, () => ({ left: 40, right: 20, below: 30 }));
  const [left, right] = [250 + (-1 - x) * zoom, 250 + (401 - x) * zoom];
  const [top, bottom] = [200 + (-1 - y) * zoom, 200 + (301 - y) * zoom];
  assert.ok(left >= 26 + 40 - 1e-6 && right <= 500 - 26 - 20 + 1e-6 && top >= 26 - 1e-6 && bottom <= 400 - 26 - 30 + 1e-6);
  const opened = { ...drawing, marks: drawing.marks.map((mark) => ({ ...mark, hull: "g" })) };
  const there = around(opened, { key: "g", x: 260, y: 190 }, 0.5, stage);
  assert.ok(there);
  assert.deepEqual([250 + (200 - there.x) * there.zoom, 200 + (150 - there.y) * there.zoom], [260, 190]);
  assert.equal(around(opened, { key: "gone", x: 0, y: 0 }, 1, stage), null);
});

test("zooming opens the closed group that a reader sees large, no other one", () => {
  const drawing = decode(sent([[0, 0], [300, 0]]));
  const groups = { ...drawing, marks: drawing.marks.map((mark) => ({ ...mark, kind: "group", size: 50 })) };
  const stage = { clientWidth: 500, clientHeight: 400 };
  assert.equal(groupAt(groups, { x: 310, y: 5 }, 2, stage), 1);
  assert.equal(groupAt(groups, { x: 310, y: 5 }, 1, stage), -1);
  assert.equal(groupAt(groups, { x: 150, y: 5 }, 2, stage), -1);
  assert.equal(groupAt(drawing, { x: 0, y: 0 }, 200, stage), -1);
});

test("the most important mark of a crowd is named over lesser marks, and a small group beside its disc", () => {
  const crowd: [number, number][] = Array.from({ length: 81 }, (_, at) => [(at % 9) * 10, Math.floor(at / 9) * 10]);
  const drawing = decode(sent(crowd));
  drawing.marks.forEach((mark, at) => Object.assign(mark, at === 40 ? { rank: 9, label: "州政府法制办" } : {}));
  assert.equal(place(drawing, 1, ruler, [])[0]?.place, 40);
  const discs = decode(sent([[0, 0], [30, 0]]));
  for (const mark of discs.marks) Object.assign(mark, { kind: "group", size: 14, label: `石景山区\n${mark.id}` });
  const [one, two] = place(discs, 1.5, ruler, []);
  assert.deepEqual([one?.lines, two?.lines], [["石景山区 k0"], ["石景山区 k1"]]);
  assert.ok(one && two && one.top >= 14 * 1.5 && two.bottom <= -14 * 1.5);
  assert.deepEqual(place(discs, 3, ruler, []).map((spot) => [spot.lines.length, spot.top < 0 && spot.bottom > 0]), [[2, true], [2, true]]);
});

test("a group that finds no room beside its disc says its number", () => {
  const discs = decode(sent(Array.from({ length: 25 }, (_, at) => [(at % 5) * 24, Math.floor(at / 5) * 24] as [number, number])));
  for (const mark of discs.marks) Object.assign(mark, { kind: "group", size: 11, label: "石景山区\n6" });
  assert.deepEqual(place(discs, 1, ruler, []).find((spot) => spot.place === 12)?.lines, ["6"]);
});

test("a wide picture without columns is turned where its room is high", () => {
  const wide: [number, number][] = [[0, 0], [100, 0], [50, 10]];
  assert.equal(fill(decode(sent(wide)), 100, 400).marks[1]?.x, 0);
  assert.equal(fill(decode(sent(wide, [], true)), 100, 400).marks[1]?.x, 100);
});
