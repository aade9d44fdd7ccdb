// What the server sends: things with their places and looks, and the lines between them.

export interface Thing {
  key: string;
  kind: number;
  short: string;
  label: string;
  url: string;
  x: number;
  y: number;
  radius: number;
  tone: string;
  fill: number;
  lines: number;
  more: number;
  value: number;
}

export interface Tie {
  from: number;
  to: number;
  role: string;
  path: boolean;
}

export interface Picture {
  things: Thing[];
  ties: Tie[];
  /** For each thing, the places of its neighbours. */
  near: number[][];
  place: Map<string, number>;
  /** Whether it stands in columns, and may be made wider or higher without harm. */
  columns: boolean;
}

type NodeRow = [string, number, string, string, string, number, number, number, string, number, number, number, number];
type EdgeRow = [number, number, string, number];

export const NOTHING: Picture = { things: [], ties: [], near: [], place: new Map(), columns: false };

export function decode(sent: { columns: boolean; nodes: NodeRow[]; edges: EdgeRow[] }): Picture {
  const things = sent.nodes.map(([key, kind, short, label, url, x, y, radius, tone, fill, lines, more, value]) => ({
    key, kind, short, label, url, x, y, radius, tone, fill, lines, more, value,
  }));
  const ties = sent.edges.map(([from, to, role, path]) => ({ from, to, role, path: path === 1 }));
  const near: number[][] = things.map(() => []);
  for (const { from, to } of ties) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  return { things, ties, near, place: new Map(things.map((thing, place) => [thing.key, place])), columns: sent.columns };
}

const WIDEST = 2.4; // how far columns may be drawn apart
const HIGHEST = 3.2; // how far the rows of columns may
const LOOSE = 1.5; // how far any other picture may be drawn wider or higher

/** The picture drawn wider or higher, so that it fills a room of a certain shape. */
export function fill(picture: Picture, width: number, height: number): Picture {
  if (picture.things.length < 3) return picture;
  const box = bounds(picture.things);
  const shape = (box.right - box.left) / (box.bottom - box.top) / (width / height);
  const [across, down] = shape < 1 ? [Math.min(picture.columns ? WIDEST : LOOSE, 1 / shape), 1] : [1, Math.min(picture.columns ? HIGHEST : LOOSE, shape)];
  return { ...picture, things: picture.things.map((thing) => ({ ...thing, x: thing.x * across, y: thing.y * down })) };
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box around all things; one around the middle where there are none. */
export function bounds(things: Thing[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, radius } of things) {
    box.left = Math.min(box.left, x - radius);
    box.top = Math.min(box.top, y - radius);
    box.right = Math.max(box.right, x + radius);
    box.bottom = Math.max(box.bottom, y + radius);
  }
  return things.length ? box : { left: -1, top: -1, right: 1, bottom: 1 };
}

/** The thing that lies next in a direction: near beats far, straight ahead beats aside. */
export function beside(picture: Picture, from: number, dx: number, dy: number): number {
  const here = picture.things[from];
  if (!here) return picture.things.reduce((best, thing, place, all) => (thing.radius > (all[best]?.radius ?? 0) ? place : best), 0);
  let best = from;
  let least = Infinity;
  picture.things.forEach(({ x, y }, place) => {
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    const cost = ahead + 2 * aside;
    if (place !== from && ahead > 0.5 && aside <= ahead * 2 && cost < least) [best, least] = [place, cost];
  });
  return best;
}
