// Place the labels at a zoom: always the same size on the screen, the important first, none over another or over a mark.
import type { Box, Drawing, Mark } from "./drawing";

export const FONT = 13; // pixels on the screen
export const LINE = 17;
const GAP = 4;
const CELL = 56;
const LABEL = Infinity; // the rank of a label: nothing is over it

export interface Spot extends Box {
  /** The place of the mark in the drawing; -1 for the name of a hull. */
  place: number;
  lines: string[];
  strong: boolean;
  /** The box is relative to this point of the drawing. */
  x: number;
  y: number;
}

export type Ruler = (text: string, strong: boolean) => number;

/** What a label is set for: a mark, or the name of a hull. */
interface Wanted {
  place: number;
  x: number;
  y: number;
  radius: number;
  lines: string[];
  strong: boolean;
  rank: number;
  sides: Side[];
}

type Side = "inside" | "below" | "above" | "right" | "left";
const USUAL: Side[] = ["below", "above", "right", "left"];

/** Boxes by the cells of a grid they touch. */
class Room {
  private readonly cells = new Map<number, [number, Box, number][]>();

  /** Take a box; labels of a higher rank may cover it. */
  add(place: number, box: Box, rank: number): void {
    this.each(box, (cell) => {
      const there = this.cells.get(cell);
      if (there) there.push([place, box, rank]);
      else this.cells.set(cell, [[place, box, rank]]);
      return false;
    });
  }

  free(place: number, box: Box, over: number): boolean {
    return !this.each(box, (cell) =>
      (this.cells.get(cell) ?? []).some(
        ([other, there, rank]) => other !== place && rank >= over && box.left < there.right && there.left < box.right && box.top < there.bottom && there.top < box.bottom,
      ),
    );
  }

  private each(box: Box, visit: (cell: number) => boolean): boolean {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
        if (visit(column * 100_003 + row)) return true;
      }
    }
    return false;
  }
}

/** Set the labels of some marks, or of all. */
export function place(drawing: Drawing, zoom: number, ruler: Ruler, names: { name: string; x: number; y: number }[], only?: Set<number>, first: number[] = []): Spot[] {
  const room = new Room();
  drawing.marks.forEach((mark, at) => {
    if (only && !only.has(at)) return;
    const [x, y, radius] = [mark.x * zoom, mark.y * zoom, mark.size * zoom];
    room.add(at, { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, mark.rank);
  });
  const last = drawing.columns ? Math.max(...drawing.marks.map((mark) => mark.x)) : 0;
  const found: Spot[] = [];
  for (const wanted of [...named(names, zoom), ...ranked(drawing, zoom, only, first, last)]) {
    const spot = spotOf(wanted, ruler, room, zoom);
    if (spot) found.push(spot);
  }
  return found;
}

function named(names: { name: string; x: number; y: number }[], zoom: number): Wanted[] {
  return names.map(({ name, x, y }) => ({ place: -1, x: x * zoom, y: y * zoom, radius: 0, lines: [name], strong: true, rank: LABEL, sides: ["above"] }));
}

const orders = new WeakMap<Drawing, number[]>();

function ranked(drawing: Drawing, zoom: number, only: Set<number> | undefined, first: number[], last: number): Wanted[] {
  let order = orders.get(drawing);
  if (!order) {
    order = drawing.marks.map((_, at) => at).sort((a, b) => rank(drawing, b) - rank(drawing, a) || a - b);
    orders.set(drawing, order);
  }
  const ahead = new Set(first.filter((at) => drawing.marks[at]));
  return [...ahead, ...order.filter((at) => !ahead.has(at))].filter((at) => !only || only.has(at)).map((at) => {
    const mark = drawing.marks[at] as Mark;
    return {
      place: at,
      x: mark.x * zoom,
      y: mark.y * zoom,
      radius: mark.size * zoom,
      lines: mark.label.split("\n"),
      strong: mark.kind === "group" || ahead.has(at),
      rank: ahead.has(at) ? LABEL : mark.rank,
      sides: sides(mark, drawing.columns, last),
    };
  });
}

function rank(drawing: Drawing, at: number): number {
  return drawing.marks[at]?.rank ?? 0;
}

function sides(mark: Mark, columns: boolean, last: number): Side[] {
  if (mark.kind === "group") return ["inside", ...USUAL];
  if (columns) return mark.x === last ? ["right"] : ["left"];
  return USUAL;
}

/** Where a label finds room: over nothing at all, else over marks of a lower rank. */
function spotOf(wanted: Wanted, ruler: Ruler, room: Room, zoom: number): Spot | null {
  const wide = Math.max(...wanted.lines.map((line) => ruler(line, wanted.strong)));
  const boxes = wanted.sides.map((side) => boxOf(wanted, side, wide, LINE * wanted.lines.length));
  const within = wanted.sides[0] === "inside"; // the name of a group may reach over the rim of another, never over its name
  const over = (boxes: Box[], rank: number) => boxes.find((one) => room.free(wanted.place, one, rank));
  const box = over(boxes, -1) ?? (within ? over(boxes.slice(0, 1), Infinity) : over(boxes, wanted.rank));
  if (!box) return null;
  room.add(-2, box, LABEL);
  const { place: at, lines, strong } = wanted;
  return {
    place: at, lines, strong, x: wanted.x / zoom, y: wanted.y / zoom,
    left: box.left - wanted.x, right: box.right - wanted.x, top: box.top - wanted.y, bottom: box.bottom - wanted.y,
  };
}

function boxOf({ x, y, radius }: Wanted, side: Side, wide: number, high: number): Box {
  const middle = { left: x - wide / 2, right: x + wide / 2 };
  const level = { top: y - high / 2, bottom: y + high / 2 };
  if (side === "inside") return { ...middle, ...level };
  if (side === "below") return { ...middle, top: y + radius + GAP / 2, bottom: y + radius + GAP / 2 + high };
  if (side === "above") return { ...middle, top: y - radius - GAP / 2 - high, bottom: y - radius - GAP / 2 };
  if (side === "right") return { left: x + radius + GAP, right: x + radius + GAP + wide, ...level };
  return { left: x - radius - GAP - wide, right: x - radius - GAP, ...level };
}
