// The stage: vis-network draws marks and lines where the server put them; labels, hulls and what is lit are drawn around it.
import { Network } from "vis-network/esnext";
import { type Anchor, around, type Camera, EDGE, extent, groupAt, whole } from "./camera";
import { type Box, beside, CALM, colours, type Drawing, decode, EMPTY, fill, legible, mixed, NOTHING, neighbours, type Palette, type Sent } from "./drawing";
import { drawOutline, type Outline, outlines } from "./hulls";
import { FONT, LINE, overhang, place, type Spot } from "./labels";

const HIDDEN = 400; // lines from which none is drawn while the picture moves
const CURVED = 1500; // lines up to which those between columns are curved
const NAMED = 60; // room beside the marks for their labels, before they are measured
const DIMMED = 0.8; // share of paper over what is not lit
const MOVED = 140; // milliseconds of rest after which a camera counts as moved

export interface Calls {
  choose(at: number, by: "pointer" | "keys", event?: { shift: boolean }): void;
  open(at: number): void;
  /** A reader has zoomed into a closed group. */
  zoomed(at: number): void;
  menu(at: number, x: number, y: number): void;
  moved(camera: Camera): void;
}

/** What vis-network has inside and does not declare. */
interface Inside {
  body: { nodes: Record<string, Drawn>; edges: Record<string, Drawn> };
}

interface Drawn {
  draw(pen: CanvasRenderingContext2D): void;
}

/** A label as it is on the screen now. */
export interface Shown {
  id: string;
  lines: string[];
  left: number;
  top: number;
  right: number;
  bottom: number;
  font: number;
}

export class Stage {
  drawing: Drawing = NOTHING;
  lit = -1;
  chosen = -1;
  /** Frames drawn so far; a measurement reads it. */
  frames = 0;
  private readonly network: Network;
  private readonly room = document.createElement("div");
  private sent: Sent = EMPTY;
  private laidFor = "";
  private hulls: Outline[] = [];
  private spots: Spot[] = [];
  private placedFor = "";
  private version = 0;
  private resting = 0;
  private family: string;
  private untouched = true;
  private ready = false;
  private moves = false;
  /** Where on the stage a reader zooms in. */
  private into: { x: number; y: number } | null = null;

  constructor(
    private readonly frame: HTMLElement,
    private readonly calls: Calls,
  ) {
    this.family = getComputedStyle(document.body).fontFamily;
    this.room.className = "room";
    this.room.setAttribute("aria-hidden", "true");
    frame.prepend(this.room);
    this.network = new Network(this.room, { nodes: [], edges: [] }, this.options());
    this.ready = true;
    this.network.on("beforeDrawing", (pen: CanvasRenderingContext2D) => this.under(pen));
    this.network.on("afterDrawing", (pen: CanvasRenderingContext2D) => this.over(pen));
    this.room.querySelector<HTMLElement>(".vis-network")?.setAttribute("tabindex", "-1"); // the stage itself takes the keys
    for (const kind of ["(prefers-color-scheme: dark)", "print"]) matchMedia(kind).addEventListener("change", () => this.paint());
    new ResizeObserver(() => this.resized()).observe(frame);
    this.listen();
  }

  /** Show what the server sent: a group that was opened where it was, or at a camera that was asked for, or all of it. */
  show(sent: Sent, camera: Camera | null, opened: Anchor | null = null): void {
    const { zoom } = this.camera();
    this.sent = sent;
    this.lay();
    this.lit = -1;
    this.network.setOptions(this.options());
    this.paint();
    const there = opened && around(this.drawing, opened, zoom, this.frame);
    this.untouched = !camera && !there;
    this.aim(there ?? camera ?? this.whole());
    if (there) this.calls.moved(there);
  }

  /** Set out what was sent for the shape of the stage as it is now. */
  private lay(): void {
    const { clientWidth: width, clientHeight: height } = this.frame;
    this.laidFor = `${width}×${height}`;
    const sent = decode(this.sent);
    let { left, right, below } = { left: NAMED, right: NAMED, below: LINE };
    for (let pass = 0; pass < 2; pass += 1) {
      this.drawing = fill(sent, Math.max(EDGE, width - 2 * EDGE - left - right), Math.max(EDGE, height - 2 * EDGE - below));
      this.hulls = outlines(this.drawing);
      ({ left, right, below } = this.overhang(extent(this.drawing, this.hulls), this.whole().zoom));
    }
    this.drawing = legible(this.drawing, this.whole().zoom);
    this.version += 1;
  }

  choose(at: number): void {
    if (at === this.chosen) return;
    this.chosen = at;
    this.network.redraw();
  }

  light(at: number): void {
    if (at === this.lit) return;
    this.lit = at;
    this.network.redraw();
  }

  fit(): void {
    this.untouched = true;
    this.aim(this.whole());
    this.calls.moved(this.camera());
  }

  zoom(factor: number): void {
    const camera = this.camera();
    this.aim({ ...camera, zoom: Math.min(6, Math.max(0.02, camera.zoom * factor)) });
    this.into = factor > 1 ? { x: this.frame.clientWidth / 2, y: this.frame.clientHeight / 2 } : null;
    this.moving();
  }

  pan(dx: number, dy: number): void {
    const camera = this.camera();
    this.aim({ ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom });
    this.moving();
  }

  /** Bring a mark into sight. */
  reveal(at: number): void {
    const mark = this.drawing.marks[at];
    if (!mark) return;
    const { x, y } = this.network.canvasToDOM(mark);
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (x < EDGE || y < EDGE || x > width - EDGE || y > height - EDGE) this.aim({ ...this.camera(), x: mark.x, y: mark.y });
  }

  /** Where a mark is on the stage. */
  where(at: number): { x: number; y: number } {
    return this.network.canvasToDOM(this.drawing.marks[at] ?? { x: 0, y: 0 });
  }

  /** The labels on the screen, for a test of their boxes. */
  shown(): Shown[] {
    const [width, height] = [this.room.clientWidth, this.room.clientHeight];
    return this.spots.map((spot) => {
      const at = this.network.canvasToDOM(spot);
      const id = this.drawing.marks[spot.place]?.id ?? "";
      return { id, lines: spot.lines, left: at.x + spot.left, top: at.y + spot.top, right: at.x + spot.right, bottom: at.y + spot.bottom, font: FONT };
    }).filter((box) => box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height);
  }

  private camera(): Camera {
    return { ...this.network.getViewPosition(), zoom: this.network.getScale() };
  }

  private aim({ x, y, zoom }: Camera): void {
    this.network.moveTo({ position: { x, y }, scale: zoom });
  }

  private options(): object {
    const many = this.drawing.ties.length > CURVED;
    const hidden = this.drawing.ties.length > HIDDEN;
    const curved = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };
    return {
      autoResize: true,
      physics: { enabled: false },
      layout: { improvedLayout: false },
      nodes: { chosen: false },
      edges: { smooth: this.drawing.columns && !many ? curved : false, chosen: false, selectionWidth: 0, hoverWidth: 0 },
      interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false, hideEdgesOnDrag: hidden, hideEdgesOnZoom: hidden },
    };
  }

  private palette(): Palette {
    const dark = matchMedia("screen and (prefers-color-scheme: dark)").matches;
    return this.drawing.palettes[dark ? "dark" : "light"];
  }

  /** Give vis-network the marks and lines in the colours of the hour. */
  private paint(): void {
    const palette = this.palette();
    const camera = this.camera();
    const nodes = this.drawing.marks.map(({ id, x, y, size, shape, borderWidth, ...mark }) => ({
      id, x, y, size, shape, borderWidth, physics: false, color: colours({ id, x, y, size, shape, borderWidth, ...mark }, palette),
    }));
    const edges = this.drawing.ties.map(({ from, to, tone, width, dashes }, id) => ({ id, from, to, width, dashes, color: mixed(palette[tone] ?? "#888888", palette["paper"] ?? "#ffffff", CALM) }));
    this.network.setData({ nodes, edges });
    this.aim(camera);
  }

  private resized(): void {
    if (!this.untouched || this.laidFor === `${this.frame.clientWidth}×${this.frame.clientHeight}`) return;
    requestAnimationFrame(() => {
      this.lay();
      this.paint();
      this.aim(this.whole());
    });
  }

  private moving(): void {
    this.untouched = false;
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.moves = false;
      this.network.redraw();
      this.calls.moved(this.camera());
      const group = this.into ? groupAt(this.drawing, this.network.DOMtoCanvas(this.into), this.network.getScale(), this.frame) : -1;
      this.into = null;
      if (group >= 0) this.calls.zoomed(group);
    }, MOVED);
  }

  private overhang(box: Box, zoom: number): { left: number; right: number; below: number } {
    return overhang(this.drawing, box, zoom, (text, strong) => width(PEN, text, this.font(strong)), this.aside());
  }

  /** How far labels may reach over the outermost marks. */
  private aside(): number {
    return this.frame.clientWidth / 5.5;
  }

  private whole(): Camera {
    return whole(this.drawing, this.hulls, this.frame, (box, zoom) => this.overhang(box, zoom));
  }

  private under(pen: CanvasRenderingContext2D): void {
    const palette = this.palette();
    for (const hull of this.hulls) drawOutline(pen, hull, palette[hull.tone] ?? "#888888");
  }

  private over(pen: CanvasRenderingContext2D): void {
    if (!this.ready) return;
    this.frames += 1;
    const palette = this.palette();
    const bright = this.lit >= 0 ? neighbours(this.drawing, this.lit) : undefined;
    if (bright) this.brighten(pen, bright, palette);
    const zoom = this.network.getScale();
    const key = `${this.version}|${zoom}|${this.lit}|${this.chosen}`;
    if (key !== this.placedFor) {
      this.placedFor = key;
      this.spots = place(this.drawing, zoom, (text, strong) => width(pen, text, this.font(strong)), bright ? [] : this.hulls, bright, [this.lit, this.chosen], this.aside());
    }
    pen.save();
    const ratio = pen.canvas.width / Math.max(1, this.room.clientWidth);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ring(pen, palette, zoom);
    for (const spot of this.spots) this.write(pen, spot, palette);
    pen.restore();
  }

  /** Dim everything, and draw the neighbours and every line between them and the lit mark again. */
  private brighten(pen: CanvasRenderingContext2D, bright: Set<number>, palette: Palette): void {
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.globalAlpha = DIMMED;
    pen.fillStyle = palette["paper"] ?? "#ffffff";
    pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
    pen.restore();
    const { body } = this.network as unknown as Inside;
    for (const tie of this.drawing.tied[this.lit] ?? []) body.edges[tie]?.draw(pen);
    for (const at of bright) body.nodes[this.drawing.marks[at]?.id ?? ""]?.draw(pen);
  }

  private ring(pen: CanvasRenderingContext2D, palette: Palette, zoom: number): void {
    const mark = this.drawing.marks[this.chosen];
    if (!mark) return;
    const { x, y } = this.network.canvasToDOM(mark);
    pen.beginPath();
    pen.arc(x, y, mark.size * zoom + 5, 0, 2 * Math.PI);
    pen.lineWidth = 2.5;
    pen.strokeStyle = palette["ink"] ?? "#000000";
    pen.stroke();
  }

  private write(pen: CanvasRenderingContext2D, spot: Spot, palette: Palette): void {
    const { x, y } = this.network.canvasToDOM(spot);
    const [left, top] = [x + spot.left, y + spot.top];
    const [right, bottom] = [x + spot.right, y + spot.bottom];
    if (left < 0 || top < 0 || right > this.room.clientWidth || bottom > this.room.clientHeight) return; // none is cut at the edge
    const mark = this.drawing.marks[spot.place];
    pen.font = this.font(spot.strong);
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = palette["paper"] ?? "#ffffff";
    pen.fillStyle = palette[mark?.kind === "task" ? "quiet" : "ink"] ?? "#000000";
    const middle = (left + right) / 2;
    spot.lines.forEach((line, at) => {
      const down = top + ((bottom - top) / spot.lines.length) * (at + 0.5);
      if (mark?.kind !== "group" && !this.moves) pen.strokeText(line, middle, down); // a halo costs more than all else
      pen.fillText(line, middle, down);
    });
  }

  private font(strong: boolean): string {
    return `${strong ? 600 : 400} ${FONT}px ${this.family}`;
  }

  /** The mark at a point of the stage, by its shape or its label; -1 where there is none. */
  private at(x: number, y: number): number {
    const id = this.network.getNodeAt({ x, y });
    if (id !== undefined) return this.drawing.place.get(String(id)) ?? -1;
    const label = this.spots.find((spot) => {
      const middle = this.network.canvasToDOM(spot);
      return x >= middle.x + spot.left && x <= middle.x + spot.right && y >= middle.y + spot.top && y <= middle.y + spot.bottom;
    });
    return label?.place ?? -1;
  }

  private listen(): void {
    this.network.on("click", ({ pointer, event }) => {
      this.calls.choose(this.at(pointer.DOM.x, pointer.DOM.y), "pointer", { shift: event?.srcEvent?.shiftKey === true });
      this.frame.focus({ preventScroll: true });
    });
    this.network.on("doubleClick", ({ pointer }) => {
      const at = this.at(pointer.DOM.x, pointer.DOM.y);
      if (at >= 0) this.calls.open(at);
    });
    this.network.on("oncontext", ({ pointer, event }) => {
      const at = this.at(pointer.DOM.x, pointer.DOM.y);
      event.preventDefault();
      if (at >= 0) this.calls.menu(at, pointer.DOM.x, pointer.DOM.y);
    });
    this.network.on("dragStart", () => {
      this.moves = true;
    });
    this.network.on("dragEnd", () => this.moving());
    this.network.on("zoom", ({ direction, pointer }) => {
      this.into = direction === "+" ? pointer : null;
      this.moves = true;
      this.moving();
    });
    let asked = 0;
    this.room.addEventListener("pointermove", (event) => {
      if (event.buttons) return;
      cancelAnimationFrame(asked);
      const box = this.room.getBoundingClientRect();
      asked = requestAnimationFrame(() => this.hover(event.clientX - box.left, event.clientY - box.top));
    });
    this.room.addEventListener("pointerleave", () => this.light(-1));
    this.frame.addEventListener("keydown", (event) => this.key(event));
  }

  private hover(x: number, y: number): void {
    const at = this.at(x, y);
    this.room.classList.toggle("over", at >= 0);
    this.light(at);
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    const deeds: Record<string, () => void> = {
      Enter: () => this.chosen >= 0 && this.calls.open(this.chosen),
      Escape: () => this.calls.choose(-1, "keys"),
      "+": () => this.zoom(1.3),
      "=": () => this.zoom(1.3),
      "-": () => this.zoom(1 / 1.3),
      "0": () => this.fit(),
      ContextMenu: () => this.ask(),
      F10: () => event.shiftKey && this.ask(),
      m: () => this.ask(),
    };
    if (arrow && event.shiftKey) this.pan(-60 * arrow[0], -60 * arrow[1]);
    else if (arrow) this.calls.choose(beside(this.drawing, this.chosen, ...arrow), "keys");
    else if (deeds[event.key]) deeds[event.key]?.();
    else return;
    event.preventDefault();
  }

  /** Ask for the menu of the chosen mark. */
  private ask(): void {
    if (this.chosen < 0) return;
    const { x, y } = this.where(this.chosen);
    this.calls.menu(this.chosen, x, y);
  }
}

const PEN = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
const widths = new Map<string, number>();

function width(pen: CanvasRenderingContext2D, text: string, font: string): number {
  const name = `${font}|${text}`;
  let found = widths.get(name);
  if (found === undefined) {
    pen.font = font;
    found = pen.measureText(text).width;
    widths.set(name, found);
  }
  return found;
}
