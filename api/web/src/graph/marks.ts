// Shapes are made once and stamped many times; words are set directly, by one pen: a canvas for each name would cost more than all else.
import type { Thing } from "./picture";

export type Stamp = HTMLCanvasElement;

export const FONT = 12.5;
const HALO = 3;
const KEPT = 1500;

export class Tones {
  private readonly read = new Map<string, string>();
  readonly family: string;

  constructor() {
    this.family = getComputedStyle(document.body).fontFamily;
  }

  /** The colour of a name in the style sheet of the page. */
  of(name: string): string {
    let found = this.read.get(name);
    if (found === undefined) {
      found = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#888";
      this.read.set(name, found);
    }
    return found;
  }
}

/** Stamps by name; the oldest go when there are too many. */
export class Stamps {
  private readonly made = new Map<string, Stamp>();

  constructor(
    readonly tones: Tones,
    readonly ratio: number,
  ) {}

  /** The shape of a thing; its middle is the middle of the stamp. */
  shape(thing: Thing, radius: number): Stamp {
    const half = Math.max(1, Math.round(radius * 2)) / 2;
    const name = `${thing.kind}|${thing.tone}|${thing.fill}|${half}`;
    return this.get(name, half * 2.8 + 4, half * 2.8 + 4, (pen, middle) => {
      pen.translate(middle, middle);
      drawShape(pen, thing, half, this.tones);
    });
  }

  /** Set words on a plate of paper, so that lines do not strike them through; the middle of their left edge is given. */
  words(pen: CanvasRenderingContext2D, text: string, strong: boolean, left: number, middle: number): void {
    const alpha = pen.globalAlpha;
    pen.font = this.font(strong);
    pen.textBaseline = "middle";
    pen.globalAlpha = alpha * 0.82;
    pen.fillStyle = this.tones.of("paper");
    pen.fillRect(left - HALO, middle - FONT * 0.72, this.width(text, strong) + 2 * HALO, FONT * 1.44);
    pen.globalAlpha = alpha;
    pen.fillStyle = this.tones.of("ink");
    pen.fillText(text, left, middle);
  }

  /** How wide words are. */
  width(text: string, strong: boolean): number {
    return measure(text, this.font(strong));
  }

  private font(strong: boolean): string {
    return `${strong ? 600 : 400} ${FONT}px ${this.tones.family}`;
  }

  /** A pill that says how many more there are. */
  badge(count: number): Stamp {
    const font = `600 10.5px ${this.tones.family}`;
    const text = `+${count}`;
    const width = measure(text, font) + 10;
    return this.get(`b|${count}`, width, 16, (pen) => {
      pen.fillStyle = this.tones.of("raised");
      pen.strokeStyle = this.tones.of("quiet");
      pen.beginPath();
      pen.roundRect(0.75, 0.75, width - 1.5, 14.5, 7);
      pen.fill();
      pen.stroke();
      pen.font = font;
      pen.textBaseline = "middle";
      pen.textAlign = "center";
      pen.fillStyle = this.tones.of("ink");
      pen.fillText(text, width / 2, 8.5);
    });
  }

  private get(name: string, width: number, height: number, draw: (pen: CanvasRenderingContext2D, middle: number) => void): Stamp {
    const found = this.made.get(name);
    if (found) return found;
    const stamp = document.createElement("canvas");
    stamp.width = Math.ceil(width * this.ratio);
    stamp.height = Math.ceil(height * this.ratio);
    const pen = stamp.getContext("2d");
    if (pen) {
      pen.scale(this.ratio, this.ratio);
      draw(pen, stamp.width / this.ratio / 2);
    }
    this.made.set(name, stamp);
    if (this.made.size > KEPT) this.made.delete(this.made.keys().next().value ?? "");
    return stamp;
  }
}

const widths = new Map<string, number>();
const ruler = document.createElement("canvas").getContext("2d");

function measure(text: string, font: string): number {
  const name = `${font}|${text}`;
  let width = widths.get(name);
  if (width === undefined && ruler) {
    ruler.font = font;
    width = ruler.measureText(text).width;
    widths.set(name, width);
  }
  return width ?? text.length * FONT;
}

/** A circle for a unit, a square for a task, a triangle for a section, a diamond for a plan. */
function outline(pen: CanvasRenderingContext2D, kind: number, radius: number): void {
  pen.beginPath();
  if (kind === 0) pen.arc(0, 0, radius, 0, 2 * Math.PI);
  else if (kind === 1) pen.rect(-radius * 0.9, -radius * 0.9, radius * 1.8, radius * 1.8);
  else {
    const corners: [number, number][] = kind === 2 ? [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]] : [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]];
    corners.forEach(([x, y], place) => (place ? pen.lineTo(x * radius, y * radius) : pen.moveTo(x * radius, y * radius)));
    pen.closePath();
  }
}

function drawShape(pen: CanvasRenderingContext2D, thing: Thing, radius: number, tones: Tones): void {
  pen.fillStyle = thing.fill === 0 ? tones.of(thing.tone) : tones.of("paper");
  pen.strokeStyle = tones.of(thing.tone.startsWith("shade") ? "quiet" : thing.tone); // the lightest shade is near to paper
  pen.lineWidth = Math.min(2, radius / 2);
  outline(pen, thing.kind, radius);
  pen.fill();
  pen.stroke();
  if (thing.fill !== 1) return;
  pen.save();
  pen.beginPath();
  pen.rect(-radius * 2, -radius * 2, radius * 2, radius * 4);
  pen.clip();
  pen.fillStyle = tones.of(thing.tone);
  outline(pen, thing.kind, radius);
  pen.fill();
  pen.restore();
}
