// Paint a picture as a camera sees it: lines by role in one stroke each, shapes and words as stamps, words only where
// there is room, the more important first.
import { FONT, type Stamps } from "./marks";
import type { Picture } from "./picture";

export interface Camera {
  x: number; // the point of the picture in the middle
  y: number;
  zoom: number;
}

export interface Seen {
  /** The thing under the pointer or the keyboard; the rest is dimmed. */
  lit: number;
  /** The thing selected. */
  chosen: number;
}

export interface Spot {
  left: number;
  top: number;
  right: number;
  bottom: number;
  place: number;
}

const DASHES: Record<string, number[]> = {
  support: [7, 4],
  joint: [2, 3],
  implement: [12, 4],
  guide: [7, 3, 2, 3],
  supervise: [12, 3, 2, 3, 2, 3],
};
const PLAIN_FROM = 1200; // lines in sight from which dashes are left out: they are too many to follow one by one
const MOST_WORDS = 260;
const ROW = 4; // height of the strips in which words look for room
const FEW = 50;
const FADED = 0.13;
const EDGE_ROOM = 8; // between the words of the last column and the edge
const BADGE = 30; // room kept for the number beside words
export const MARGIN = 0.25; // of the stage, on each side, painted beyond what is seen
export const WORDS_ROOM = 190; // pixels to the right for the words of the last column

/** Room to the right of a stage for the words of the last column. */
export function lastRoom(width: number): number {
  return Math.min(WORDS_ROOM, width * 0.36);
}

/** How large a thing is drawn: it shrinks slower than the picture, so that nothing vanishes, and little among few. */
export function drawnRadius(radius: number, zoom: number, among: Picture): number {
  return Math.max(2, radius * Math.min(1.6, Math.max(zoom, among.things.length < FEW ? 0.75 : 0.3)));
}

/** Paint everything into a canvas of a width and height in page pixels; give back where the badges are. */
export function paint(
  pen: CanvasRenderingContext2D,
  size: { width: number; height: number },
  picture: Picture,
  camera: Camera,
  seen: Seen,
  stamps: Stamps,
  allWords = false,
): Spot[] {
  pen.setTransform(stamps.ratio, 0, 0, stamps.ratio, 0, 0);
  pen.fillStyle = stamps.tones.of("paper");
  pen.globalAlpha = 1;
  pen.fillRect(0, 0, size.width, size.height);
  const xs = new Float32Array(picture.things.length);
  const ys = new Float32Array(picture.things.length);
  picture.things.forEach((thing, place) => {
    xs[place] = (thing.x - camera.x) * camera.zoom + size.width / 2;
    ys[place] = (thing.y - camera.y) * camera.zoom + size.height / 2;
  });
  const view = { ...size, xs, ys };
  const bright = seen.lit >= 0 ? new Set([seen.lit, ...(picture.near[seen.lit] ?? [])]) : null;
  paintTies(pen, view, picture, seen.lit, bright !== null, stamps);
  paintShapes(pen, view, picture, camera.zoom, seen, bright, stamps);
  return paintWords(pen, view, picture, camera.zoom, seen, bright, stamps, allWords);
}

interface View {
  width: number;
  height: number;
  xs: Float32Array;
  ys: Float32Array;
}

function paintTies(pen: CanvasRenderingContext2D, view: View, picture: Picture, lit: number, dim: boolean, stamps: Stamps): void {
  const groups = new Map<string, number[]>();
  let count = 0;
  for (const tie of picture.ties) {
    const ax = view.xs[tie.from] ?? 0;
    const ay = view.ys[tie.from] ?? 0;
    const bx = view.xs[tie.to] ?? 0;
    const by = view.ys[tie.to] ?? 0;
    if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > view.width || Math.max(ay, by) < 0 || Math.min(ay, by) > view.height) continue;
    const bright = !dim || tie.from === lit || tie.to === lit;
    const name = `${bright ? 1 : 0}${tie.path ? 1 : 0}${tie.role}`;
    let group = groups.get(name);
    if (!group) groups.set(name, (group = []));
    group.push(ax, ay, bx, by);
    count += 1;
  }
  for (const [name, ends] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const role = name.slice(2);
    pen.globalAlpha = name[0] === "1" ? (count > 2500 ? 0.55 : 0.9) : FADED;
    pen.strokeStyle = stamps.tones.of(name[1] === "1" ? "accent" : role === "part_of" ? "hair" : role);
    pen.lineWidth = name[1] === "1" ? 4 : count > PLAIN_FROM || role === "part_of" ? 1 : 1.6;
    pen.setLineDash(count > PLAIN_FROM ? [] : (DASHES[role] ?? []));
    pen.beginPath();
    for (let at = 0; at < ends.length; at += 4) {
      pen.moveTo(ends[at] ?? 0, ends[at + 1] ?? 0);
      pen.lineTo(ends[at + 2] ?? 0, ends[at + 3] ?? 0);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function paintShapes(
  pen: CanvasRenderingContext2D, view: View, picture: Picture, zoom: number, seen: Seen, bright: Set<number> | null, stamps: Stamps,
): void {
  picture.things.forEach((thing, place) => {
    const x = view.xs[place] ?? 0;
    const y = view.ys[place] ?? 0;
    if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) return;
    const radius = drawnRadius(thing.radius, zoom, picture);
    pen.globalAlpha = bright && !bright.has(place) ? FADED : 1;
    stampAt(pen, stamps.shape(thing, radius), x, y, stamps.ratio);
    if (place !== seen.chosen) return;
    pen.globalAlpha = 1;
    pen.lineWidth = 2.5;
    pen.strokeStyle = stamps.tones.of("focus");
    pen.beginPath();
    pen.arc(x, y, radius * 1.3 + 4, 0, 2 * Math.PI);
    pen.stroke();
  });
  pen.globalAlpha = 1;
}

function stampAt(pen: CanvasRenderingContext2D, stamp: HTMLCanvasElement, x: number, y: number, ratio: number): void {
  const width = stamp.width / ratio;
  const height = stamp.height / ratio;
  pen.drawImage(stamp, x - width / 2, y - height / 2, width, height);
}

function paintWords(
  pen: CanvasRenderingContext2D,
  view: View,
  picture: Picture,
  zoom: number,
  seen: Seen,
  bright: Set<number> | null,
  stamps: Stamps,
  allWords: boolean,
): Spot[] {
  const room = new Room();
  const gaps = columnGaps(picture);
  const last = picture.columns && !allWords ? lastRoom(view.width / (1 + 2 * MARGIN)) * Math.max(1, zoom) - EDGE_ROOM : Infinity;
  const spots: Spot[] = [];
  let set = 0;
  for (const place of inOrder(picture, seen, bright)) {
    const thing = picture.things[place];
    const x = view.xs[place] ?? 0;
    const y = view.ys[place] ?? 0;
    if (!thing || x < -200 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
    const first = place === seen.chosen || place === seen.lit;
    const radius = drawnRadius(thing.radius, zoom, picture);
    const left = Math.round(x + radius + 5);
    const text = first ? thing.short : shortened(thing.short, stamps, gaps.has(thing.x) ? (gaps.get(thing.x) ?? 0) * zoom - radius * 2 - BADGE : last - radius);
    if (!text) continue;
    const width = stamps.width(text, first);
    if (!allWords && !room.take(left, y - FONT * 0.6, left + width, y + FONT * 0.6, first)) continue;
    pen.globalAlpha = bright && !bright.has(place) ? FADED : 1;
    stamps.words(pen, text, first, left, Math.round(y));
    if (thing.more > 0 && !allWords) spots.push(paintBadge(pen, stamps, thing.more, place, left + width + 4, y));
    set += 1;
    if (set >= MOST_WORDS && !allWords) break;
  }
  pen.globalAlpha = 1;
  return spots;
}

function paintBadge(pen: CanvasRenderingContext2D, stamps: Stamps, more: number, place: number, left: number, y: number): Spot {
  const badge = stamps.badge(more);
  const [width, height] = [badge.width / stamps.ratio, badge.height / stamps.ratio];
  pen.drawImage(badge, Math.round(left), Math.round(y - height / 2), width, height);
  return { left: left - 3, top: y - 12, right: left + width + 3, bottom: y + 12, place };
}

const spaces = new WeakMap<Picture, Map<number, number>>();

/** In a picture of columns: for each column, how far it is to the next, where words must end. */
function columnGaps(picture: Picture): Map<number, number> {
  let gaps = spaces.get(picture);
  if (!gaps) {
    const xs = picture.columns ? [...new Set(picture.things.map((thing) => thing.x))].sort((a, b) => a - b) : [];
    gaps = new Map(xs.slice(0, -1).map((x, place) => [x, (xs[place + 1] ?? x) - x]));
    spaces.set(picture, gaps);
  }
  return gaps;
}

/** Words cut to a width; nothing where not even a few letters have room. */
function shortened(text: string, stamps: Stamps, room: number): string {
  const width = stamps.width(text, false);
  if (width <= room) return text;
  const letters = Math.floor((text.length * room) / width);
  if (letters < 3) return "";
  return letters < 7 ? text.slice(0, letters).trim() : `${text.slice(0, letters - 1)}…`; // where there is little room no dots
}

const orders = new WeakMap<Picture, number[]>();

/** The places of the things, what matters most first: what is looked at, its neighbours, then by size and lines. */
function inOrder(picture: Picture, seen: Seen, bright: Set<number> | null): number[] {
  let order = orders.get(picture);
  if (!order) {
    const weight = picture.things.map((thing) => thing.radius * 1000 + thing.lines);
    order = picture.things.map((_, place) => place).sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0));
    orders.set(picture, order);
  }
  const first = [seen.lit, seen.chosen].filter((place) => place >= 0);
  if (!first.length) return order;
  const ahead = new Set([...first, ...(bright ?? [])]);
  return [...ahead, ...order.filter((place) => !ahead.has(place))];
}

/** Strips of the canvas, each with the stretches already taken. */
class Room {
  private readonly strips = new Map<number, number[]>();

  /** Take a box if nothing lies there yet, or in any case. */
  take(left: number, top: number, right: number, bottom: number, anyway: boolean): boolean {
    const rows = [];
    for (let row = Math.floor(top / ROW); row <= Math.floor(bottom / ROW); row += 1) rows.push(row);
    const full = rows.some((row) => {
      const taken = this.strips.get(row) ?? [];
      for (let at = 0; at < taken.length; at += 2) if (left < (taken[at + 1] ?? 0) && right > (taken[at] ?? 0)) return true;
      return false;
    });
    if (full && !anyway) return false;
    for (const row of rows) {
      const taken = this.strips.get(row);
      if (taken) taken.push(left, right);
      else this.strips.set(row, [left, right]);
    }
    return true;
  }
}
