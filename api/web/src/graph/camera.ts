// Where the stage looks: at all of a picture, at a group that was opened; and which closed group a reader looks into.
import { type Box, bounds, type Drawing } from "./drawing";
import type { Outline } from "./hulls";
import { LINE } from "./labels";

export const EDGE = 26; // pixels between a picture and the edge of the stage
const LARGEST = 1.25; // zoom at which a picture is opened, at most
const DISCS = 2; // the same for one of closed groups alone
const STEPS = 5; // in which the zoom of all of it settles: labels keep their size, and so the room they need
const SEEN = 96; // pixels of the radius of a closed group from which zooming opens it, at least

export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

/** Where a group was on the stage when it was opened. */
export interface Anchor {
  key: string;
  x: number;
  y: number;
}

interface Size {
  clientWidth: number;
  clientHeight: number;
}

export type Overhang = { left: number; right: number; below: number };

/** The box of all marks and hulls. */
export function extent(drawing: Drawing, hulls: Outline[]): Box {
  const box = bounds(drawing.marks);
  for (const { corners } of hulls) {
    for (const [x, y] of corners) {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}

/** The camera that sees all, labels included. */
export function whole(drawing: Drawing, hulls: Outline[], stage: Size, overhang: (box: Box, zoom: number) => Overhang): Camera {
  const box = extent(drawing, hulls);
  const names = hulls.length ? LINE : 0;
  const most = drawing.marks.every((mark) => mark.kind === "group") ? DISCS : LARGEST;
  let zoom = 1;
  let side = { left: 0, right: 0, below: 0 };
  for (let step = 0; step < STEPS; step += 1) {
    side = overhang(box, zoom);
    const across = (stage.clientWidth - 2 * EDGE - side.left - side.right) / (box.right - box.left);
    const down = (stage.clientHeight - 2 * EDGE - names - side.below) / (box.bottom - box.top);
    zoom = Math.max(0.01, Math.min(across, down, most));
  }
  return {
    x: (box.left + box.right + (side.right - side.left) / zoom) / 2,
    y: (box.top + box.bottom + (side.below - names) / zoom) / 2,
    zoom,
  };
}

/** The camera that shows an opened group where it was when it was closed, all of it; null where it is not drawn. */
export function around(drawing: Drawing, { key, x, y }: Anchor, now: number, stage: Size): Camera | null {
  const members = drawing.marks.filter((mark) => mark.hull === key);
  if (!members.length) return null;
  const box = bounds(members);
  const room = { across: stage.clientWidth / 2 - 2 * EDGE, down: stage.clientHeight / 2 - 2 * EDGE };
  const half = { across: (box.right - box.left) / 2, down: (box.bottom - box.top) / 2 };
  const zoom = Math.min(now, room.across / half.across, room.down / half.down);
  const aside = (at: number, room: number, half: number) => Math.max(half * zoom - room, Math.min(room - half * zoom, at)) / zoom;
  return {
    x: (box.left + box.right) / 2 - aside(x - stage.clientWidth / 2, room.across, half.across),
    y: (box.top + box.bottom) / 2 - aside(y - stage.clientHeight / 2, room.down, half.down),
    zoom,
  };
}

/** The closed group at a point of the drawing, if it fills much of the stage; -1 where there is none. */
export function groupAt(drawing: Drawing, { x, y }: { x: number; y: number }, zoom: number, stage: Size): number {
  const least = Math.max(SEEN, Math.min(stage.clientWidth, stage.clientHeight) / 6);
  return drawing.marks.findIndex((mark) => mark.kind === "group" && mark.size * zoom >= least && Math.hypot(mark.x - x, mark.y - y) <= mark.size);
}
