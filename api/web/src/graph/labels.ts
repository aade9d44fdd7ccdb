// Place the labels at a zoom: always the same size on the screen, the important first, none over another or over a mark.
import type { Box, Drawing, Mark } from "./drawing";

export const FONT = 13; // pixels on the screen
export const LINE = 17;
const TIGHT = 15; // the height of a label in a column
const SIGNS = 7; // of which a label keeps at least so many
const GAP = 4;
const ASIDE = 5; // pixels that two labels side by side keep from each other
const CELL = 56;
const ROUND = 1.15; // times the diameter of a disc up to which a label is in it
const [NONE, ALL] = [-Infinity, Number.MAX_VALUE]; // ranks below and above those of all marks
const NAMED = 8; // marks, the most important, whose labels may cover lesser ones: a picture names what it is about

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
  /** Up to which rank it may cover marks where it finds no other place. */
  covers: number;
  sides: Side[];
  /** How wide a label may be, so that it does not reach over the column before. */
  room: number;
}

type Side = "inside" | "below" | "above" | "right" | "left" | "below right" | "below left" | "above right" | "above left";
const CLEAR: Side[] = ["below", "above", "right", "left"]; // of its mark, for the labels that matter most
const USUAL: Side[] = [...CLEAR, "below right", "below left", "above right", "above left"];

/** Boxes by the cells of a grid they touch. */
class Room {
  private readonly cells = new Map<number, [number, Box, number][]>();

  /** Take the box of a mark with its rank, or of a label, which is above all. */
  add(place: number, box: Box, rank = Infinity): void {
    this.each(box, (cell) => {
      const there = this.cells.get(cell);
      if (there) there.push([place, box, rank]);
      else this.cells.set(cell, [[place, box, rank]]);
      return false;
    });
  }

  /** Whether a box meets no other one of at least a rank. */
  free(place: number, box: Box, least: number): boolean {
    return !this.each(box, (cell) =>
      (this.cells.get(cell) ?? []).some(
        ([other, there, rank]) => other !== place && rank >= least && box.left < there.right && there.left < box.right && box.top < there.bottom && there.top < box.bottom,
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
export function place(drawing: Drawing, zoom: number, ruler: Ruler, names: { name: string; x: number; y: number }[], only?: Set<number>, first: number[] = [], outer = Infinity): Spot[] {
  const room = new Room();
  drawing.marks.forEach((mark, at) => {
    if (only && !only.has(at)) return;
    const [x, y, radius] = [mark.x * zoom, mark.y * zoom, mark.size * zoom];
    room.add(at, { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, mark.rank);
  });
  const columns = columnsOf(drawing);
  const found: Spot[] = [];
  for (const wanted of [...named(names, zoom), ...ranked(drawing, zoom, only, first, columns, outer)]) {
    const spot = spotOf(wanted, ruler, room, zoom);
    if (spot) found.push(spot);
  }
  return found;
}

/** Where the columns are, from left to right. */
function columnsOf(drawing: Drawing): number[] {
  return drawing.columns ? [...new Set(drawing.marks.map((mark) => mark.x))].sort((a, b) => a - b) : [];
}

/** A line cut to a room, never below a few signs. */
function cut(line: string, room: number, ruler: Ruler): string {
  let kept = line.length;
  while (kept > SIGNS && ruler(kept < line.length ? `${line.slice(0, kept)}…` : line, false) > room) kept -= 1;
  return kept < line.length ? `${line.slice(0, kept).replace(/…$/, "")}…` : line;
}

function named(names: { name: string; x: number; y: number }[], zoom: number): Wanted[] {
  return names.map(({ name, x, y }) => ({ place: -1, x: x * zoom, y: y * zoom, radius: 0, lines: [name], strong: true, covers: ALL, sides: ["above"], room: Infinity }));
}

const orders = new WeakMap<Drawing, number[]>();

function ranked(drawing: Drawing, zoom: number, only: Set<number> | undefined, first: number[], columns: number[], outer: number): Wanted[] {
  let order = orders.get(drawing);
  if (!order) {
    order = drawing.marks.map((_, at) => at).sort((a, b) => rank(drawing, b) - rank(drawing, a) || a - b);
    orders.set(drawing, order);
  }
  const ahead = new Set(first.filter((at) => drawing.marks[at]));
  return [...ahead, ...order.filter((at) => !ahead.has(at))].filter((at) => !only || only.has(at)).map((at, number) => {
    const mark = drawing.marks[at] as Mark;
    const covers = ahead.has(at) || mark.kind === "group" ? ALL : !only && number < NAMED ? mark.rank : NONE;
    return {
      place: at,
      x: mark.x * zoom,
      y: mark.y * zoom,
      radius: mark.size * zoom,
      lines: mark.label.split("\n"),
      strong: mark.kind === "group" || ahead.has(at),
      covers,
      sides: sides(mark, covers > NONE ? CLEAR : USUAL),
      room: ahead.has(at) ? Infinity : roomOf(mark, columns, zoom, outer),
    };
  });
}

function rank(drawing: Drawing, at: number): number {
  return drawing.marks[at]?.rank ?? 0;
}

function sides(mark: Mark, usual: Side[]): Side[] {
  if (mark.kind === "group") return ["inside"];
  return mark.side ? [mark.side] : usual;
}

/** How wide the label of a mark in a column may be: it does not reach over the next column, or over the edge of the stage. */
function roomOf(mark: Mark, columns: number[], zoom: number, outer: number): number {
  const step = mark.side === "left" ? -1 : mark.side === "right" ? 1 : 0;
  if (!step) return Infinity;
  const next = columns[columns.indexOf(mark.x) + step];
  return next === undefined ? outer : (Math.abs(mark.x - next) - 2 * mark.size) * zoom - 2 * GAP;
}

/** Where a label finds room. */
function spotOf(wanted: Wanted, ruler: Ruler, room: Room, zoom: number): Spot | null {
  const found = wanted.sides[0] === "inside" ? groupBox(wanted, ruler, room) : boxFor(wanted, ruler, room);
  if (!found) return null;
  const [lines, box] = found;
  room.add(-2, { ...box, left: box.left - ASIDE, right: box.right + ASIDE });
  const { place: at, strong } = wanted;
  return {
    place: at, lines, strong, x: wanted.x / zoom, y: wanted.y / zoom,
    left: box.left - wanted.x, right: box.right - wanted.x, top: box.top - wanted.y, bottom: box.bottom - wanted.y,
  };
}

/** The box of a label: over nothing at all; of what is chosen, of a group, and of the most important marks also over lesser ones. */
function boxFor(wanted: Wanted, ruler: Ruler, room: Room): [string[], Box] | null {
  const thin = (side: Side) => boxOf(wanted, side, 0, heightOf(wanted.lines.length, side));
  if (!wanted.sides.some((side) => room.free(wanted.place, thin(side), wanted.covers))) return null; // to measure text costs most
  const lines = wanted.room < Infinity ? wanted.lines.map((line) => cut(line, wanted.room, ruler)) : wanted.lines;
  const wide = Math.max(...lines.map((line) => ruler(line, wanted.strong)));
  const boxes = wanted.sides.map((side) => boxOf(wanted, side, wide, heightOf(lines.length, side)));
  const over = (least: number) => boxes.find((one) => room.free(wanted.place, one, least));
  const box = over(NONE) ?? over(wanted.covers);
  return box ? [lines, box] : null;
}

/** The box of the label of a group: in its disc; of a short name below or above a disc too small for it; else its number alone. */
function groupBox(wanted: Wanted, ruler: Ruler, room: Room): [string[], Box] | null {
  const { lines, strong, radius } = wanted;
  const wide = Math.max(...lines.map((line) => ruler(line, strong)), LINE * lines.length);
  const outside: Wanted = { ...wanted, lines: [lines.join(" ")], covers: NONE, sides: lines.length > 2 ? [] : ["below", "above"] };
  return boxFor(wide <= 2 * radius * ROUND ? wanted : outside, ruler, room) ?? boxFor({ ...wanted, lines: lines.slice(-1) }, ruler, room);
}

function heightOf(lines: number, side: Side): number {
  return lines === 1 && (side === "left" || side === "right") ? TIGHT : LINE * lines;
}

function boxOf({ x, y, radius }: Wanted, side: Side, wide: number, high: number): Box {
  const middle = { left: x - wide / 2, right: x + wide / 2 };
  const level = { top: y - high / 2, bottom: y + high / 2 };
  if (side === "inside") return { ...middle, ...level };
  if (side === "below") return { ...middle, top: y + radius + GAP / 2, bottom: y + radius + GAP / 2 + high };
  if (side === "above") return { ...middle, top: y - radius - GAP / 2 - high, bottom: y - radius - GAP / 2 };
  if (side === "right") return { left: x + radius + GAP, right: x + radius + GAP + wide, ...level };
  if (side === "left") return { left: x - radius - GAP - wide, right: x - radius - GAP, ...level };
  const off = radius * Math.SQRT1_2 + GAP / 2; // of a corner from the middle
  const [left, top] = [side.endsWith("right") ? x + off : x - off - wide, side.startsWith("below") ? y + off : y - off - high];
  return { left, right: left + wide, top, bottom: top + high };
}

/** How far, at a zoom, the usual places of the labels reach over the box of the marks; to a side at most ``most`` pixels. */
export function overhang(drawing: Drawing, box: Box, zoom: number, ruler: Ruler, most: number): { left: number; right: number; below: number } {
  const found = { left: 0, right: 0, below: 0 };
  for (const mark of drawing.marks) {
    const [side] = sides(mark, CLEAR);
    const lines = mark.label.split("\n");
    const [left, right] = [(mark.x - box.left) * zoom, (box.right - mark.x) * zoom];
    const reach = (whole: number) => {
      const wide = mark.side ? Math.min(whole, most - GAP) : whole;
      const far = mark.size * zoom + GAP + wide;
      return [(side === "right" ? 0 : side === "left" ? far : wide / 2) - left, (side === "left" ? 0 : side === "right" ? far : wide / 2) - right] as const;
    };
    const [atMost, atMostAfter] = reach(FONT * Math.max(...lines.map((line) => line.length)));
    if (atMost > found.left || atMostAfter > found.right) { // else its text, which is slow to measure, changes nothing
      const [before, after] = reach(Math.max(...lines.map((line) => ruler(line, mark.kind === "group"))));
      if (before <= most) found.left = Math.max(found.left, before);
      if (after <= most) found.right = Math.max(found.right, after);
    }
    if (side === "below") found.below = Math.max(found.below, mark.size * zoom + GAP / 2 + LINE * lines.length - (box.bottom - mark.y) * zoom);
  }
  return found;
}
