// What the server draws, as vis-network reads it, with what the page needs beside: neighbours, hulls, colours by name.

export interface Mark {
  id: string;
  label: string;
  full: string;
  kind: string;
  x: number;
  y: number;
  size: number;
  shape: string;
  tone: string;
  fill: number;
  rank: number;
  lines: number;
  more: number;
  /** Where its label is, in a picture with columns. */
  side?: "left" | "right" | "below";
  hull?: string;
  url?: string;
  words?: string[];
  borderWidth: number;
}

export interface Tie {
  from: string;
  to: string;
  role: string;
  tone: string;
  width: number;
  dashes: number[] | false;
  weight: number;
  path?: boolean;
}

export interface Hull {
  key: string;
  name: string;
  tone: string;
  count: number;
}

export type Palette = Record<string, string>;

export interface Sent {
  nodes: Mark[];
  edges: Tie[];
  groups: Hull[];
  columns: boolean;
  palettes: { light: Palette; dark: Palette };
}

export interface Drawing {
  marks: Mark[];
  ties: Tie[];
  hulls: Hull[];
  /** It has columns, and may be made wider or higher without harm. */
  columns: boolean;
  palettes: { light: Palette; dark: Palette };
  /** For each mark, the places of its ties. */
  tied: number[][];
  place: Map<string, number>;
}

export const EMPTY: Sent = { nodes: [], edges: [], groups: [], columns: false, palettes: { light: {}, dark: {} } };
export const NOTHING: Drawing = decode(EMPTY);

export function decode(sent: Sent): Drawing {
  const place = new Map(sent.nodes.map((mark, at) => [mark.id, at]));
  const tied: number[][] = sent.nodes.map(() => []);
  sent.edges.forEach(({ from, to }, at) => {
    for (const end of new Set([from, to])) tied[place.get(end) ?? -1]?.push(at);
  });
  return { marks: sent.nodes, ties: sent.edges, hulls: sent.groups, columns: sent.columns, palettes: sent.palettes, tied, place };
}

/** A mark and its neighbours; empty where there is no such mark. */
export function neighbours(drawing: Drawing, at: number): Set<number> {
  const found = new Set<number>();
  for (const tie of drawing.tied[at] ?? []) {
    const { from, to } = drawing.ties[tie] as Tie;
    for (const end of [from, to]) found.add(drawing.place.get(end) ?? -1);
  }
  if (drawing.marks[at]) found.add(at);
  return found;
}

const WIDEST = 2.4; // how far columns may be drawn apart
const HIGHEST = 6; // how far the rows of columns may
const LOOSE = 1.5; // how far any other picture may be drawn wider
const TALL = 3; // and how far higher, on a phone

/** A picture without columns, turned to be higher than wide where its room is. */
function turned(drawing: Drawing, width: number, height: number): Drawing {
  const box = bounds(drawing.marks);
  if (drawing.columns || width >= height || box.right - box.left <= box.bottom - box.top) return drawing;
  return { ...drawing, marks: drawing.marks.map((mark) => ({ ...mark, x: mark.y, y: mark.x })) };
}

/** The picture drawn wider or higher, so that it fills a room of a certain shape. */
export function fill(upright: Drawing, width: number, height: number): Drawing {
  if (upright.marks.length < 3) return upright;
  const drawing = turned(upright, width, height);
  const box = bounds(drawing.marks);
  const shape = (box.right - box.left) / (box.bottom - box.top) / (width / height);
  const wider = Math.min(drawing.columns ? WIDEST : LOOSE, 1 / shape);
  const higher = Math.min(drawing.columns ? HIGHEST : TALL, shape);
  const [across, down] = shape < 1 ? [wider, 1] : [1, higher];
  return { ...drawing, marks: drawing.marks.map((mark) => ({ ...mark, x: mark.x * across, y: mark.y * down })) };
}

const CROWD = 100; // lines from which they are finer
const FINEST = 3.4; // pixels of the radius of a mark on the screen, where its neighbours leave room

/** The drawing with lines wide enough and marks large enough for the zoom at which all of it is seen. */
export function legible(drawing: Drawing, zoom: number): Drawing {
  const small = Math.min(1, zoom);
  const grown = Math.max(0.5, Math.min(1, Math.sqrt(CROWD / drawing.ties.length))) / Math.sqrt(small);
  const least = Math.min(FINEST / small, drawing.columns ? pitch(drawing.marks) * 0.3 : Infinity);
  return {
    ...drawing,
    marks: drawing.marks.map((mark) => ({ ...mark, size: Math.max(mark.size, least) })),
    ties: drawing.ties.map((tie) => ({ ...tie, width: tie.width * grown, dashes: tie.dashes ? tie.dashes.map((dash) => dash * grown) : false })),
  };
}

/** The least distance between two marks of a column. */
function pitch(marks: Mark[]): number {
  const last = new Map<number, number>();
  let least = Infinity;
  for (const { x, y } of [...marks].sort((a, b) => a.y - b.y)) {
    least = Math.min(least, y - (last.get(x) ?? -Infinity));
    last.set(x, y);
  }
  return least;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box around all marks; one around the middle where there are none. */
export function bounds(marks: Mark[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, size } of marks) {
    box.left = Math.min(box.left, x - size);
    box.top = Math.min(box.top, y - size);
    box.right = Math.max(box.right, x + size);
    box.bottom = Math.max(box.bottom, y + size);
  }
  return marks.length ? box : { left: -1, top: -1, right: 1, bottom: 1 };
}

/** The mark that lies next in a direction: near beats far, straight ahead beats aside. */
export function beside(drawing: Drawing, from: number, dx: number, dy: number): number {
  const here = drawing.marks[from];
  if (!here) return drawing.marks.reduce((best, mark, place, all) => (mark.rank > (all[best]?.rank ?? 0) ? place : best), 0);
  let best = from;
  let least = Infinity;
  drawing.marks.forEach(({ x, y }, place) => {
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    const cost = ahead + 2 * aside;
    if (place !== from && ahead > 0.5 && aside <= ahead * 2 && cost < least) [best, least] = [place, cost];
  });
  return best;
}

export const CALM = 0.75; // share of the colour in a line

const TINTED = 0.35; // as in graph/drawing/looks.py

/** Mix a colour into another: #rrggbb both. */
export function mixed(over: string, under: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [over, under].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a * share + b * (1 - share)).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** The colours of a mark by day or by night. */
export function colours(mark: Mark, palette: Palette): { background: string; border: string } {
  const tone = palette[mark.tone] ?? "#888888";
  const paper = palette["paper"] ?? "#ffffff";
  const border = mark.tone.startsWith("shade") ? (palette["quiet"] ?? tone) : tone; // the lightest shade is near to paper
  return { background: [tone, mixed(tone, paper, TINTED), paper][mark.fill] ?? tone, border };
}
