// Soft outlines around the members of a group.
import type { Drawing, Mark } from "./drawing";

export interface Outline {
  name: string;
  tone: string;
  corners: [number, number][];
  /** Where its name is set: above the highest point. */
  x: number;
  y: number;
}

const RIM = 26; // between a mark and the outline, as in graph/drawing/svg.py
const STEPS = 16;

export function outlines(drawing: Drawing): Outline[] {
  const members = new Map<string, Mark[]>();
  for (const mark of drawing.marks) {
    if (!mark.hull || mark.kind === "group") continue;
    const there = members.get(mark.hull);
    if (there) there.push(mark);
    else members.set(mark.hull, [mark]);
  }
  return drawing.hulls.flatMap((hull) => {
    const inside = members.get(hull.key);
    if (!inside) return [];
    const corners = convex(inside.flatMap((mark) => ring(mark)));
    const top = Math.min(...corners.map(([, y]) => y));
    const x = inside.reduce((sum, mark) => sum + mark.x, 0) / inside.length;
    return [{ name: `${hull.name} · ${hull.count}`, tone: hull.tone, corners, x, y: top }];
  });
}

function ring({ x, y, size }: Mark): [number, number][] {
  return Array.from({ length: STEPS }, (_, step) => {
    const turn = (step * 2 * Math.PI) / STEPS;
    return [x + (size + RIM) * Math.cos(turn), y + (size + RIM) * Math.sin(turn)];
  });
}

/** The convex hull, by Andrew's monotone chain. */
export function convex(points: [number, number][]): [number, number][] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (row: [number, number][]) => {
    const kept: [number, number][] = [];
    for (const point of row) {
      while (kept.length > 1 && turn(kept.at(-2) as [number, number], kept.at(-1) as [number, number], point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

function turn([ax, ay]: [number, number], [bx, by]: [number, number], [cx, cy]: [number, number]): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

export function drawOutline(pen: CanvasRenderingContext2D, outline: Outline, colour: string): void {
  pen.save();
  pen.beginPath();
  outline.corners.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = colour;
  pen.globalAlpha = 0.09;
  pen.fill();
  pen.globalAlpha = 0.45;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.restore();
}
