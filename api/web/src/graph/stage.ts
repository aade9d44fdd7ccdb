// The stage: a canvas with a camera. While a hand moves it, a large picture is slid rather than painted again.
import { Stamps, Tones } from "./marks";
import { type Camera, drawnRadius, lastRoom, MARGIN, paint, type Seen, type Spot, WORDS_ROOM } from "./paint";
import { beside, bounds, fill, NOTHING, type Picture } from "./picture";

const QUICK = 7; // milliseconds under which a picture is painted again for each frame
const SETTLE = 90; // milliseconds of rest after which a picture that was slid is painted sharply
const GLIDE = 240; // milliseconds of a move from one picture to the next
const LIVELY = 1500; // things up to which moves are shown
const EDGE = 34;

export interface Calls {
  choose(place: number, by: "pointer" | "keys"): void;
  open(place: number): void;
  moved(camera: Camera): void;
}

export class Stage {
  picture: Picture = NOTHING;
  readonly seen: Seen = { lit: -1, chosen: -1 };
  /** Frames really drawn; a measurement reads it. */
  frames = 0;
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private readonly canvas = document.createElement("canvas");
  private readonly store = document.createElement("canvas");
  private stored: Camera | null = null;
  private spots: Spot[] = [];
  private cost = 0;
  private asked = 0;
  private settle = 0;
  private stamps: Stamps;
  private size = { width: 1, height: 1 };
  private glide: { from: Picture; camera: Camera; to: Picture; until: Camera; start: number } | null = null;

  constructor(
    private readonly frame: HTMLElement,
    private readonly calls: Calls,
  ) {
    this.stamps = new Stamps(new Tones(), devicePixelRatio || 1);
    this.canvas.setAttribute("aria-hidden", "true");
    frame.prepend(this.canvas);
    this.fitCanvas();
    new ResizeObserver(() => this.fitCanvas()).observe(frame);
    for (const kind of ["(prefers-color-scheme: dark)", "print"]) matchMedia(kind).addEventListener("change", () => this.repeat());
    this.listen();
  }

  /** Draw again in other colours, at once: a printer waits for no frame. */
  private repeat(): void {
    this.stamps = new Stamps(new Tones(), devicePixelRatio || 1);
    this.stored = null;
    this.draw(performance.now());
  }

  /** Show a picture: at a camera that was asked for, or whole. */
  show(sent: Picture, camera: Camera | null): void {
    const picture = fill(sent, this.size.width - this.words() - EDGE, this.size.height - 2 * EDGE);
    const before = this.picture;
    const target = camera ?? this.whole(picture);
    const kept = picture.things.some((thing) => before.place.has(thing.key));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.glide = kept && !still && picture.things.length <= LIVELY
      ? { from: before, camera: { ...this.camera }, to: picture, until: target, start: performance.now() }
      : null;
    if (!this.glide) [this.picture, this.camera] = [picture, target];
    this.seen.lit = -1;
    this.again();
  }

  choose(place: number): void {
    this.seen.chosen = place;
    this.again();
  }

  light(place: number): void {
    if (place === this.seen.lit) return;
    this.seen.lit = place;
    this.again();
  }

  fit(): void {
    this.camera = this.whole(this.picture);
    this.again();
    this.calls.moved(this.camera);
  }

  zoom(factor: number, x = this.size.width / 2, y = this.size.height / 2): void {
    const zoom = Math.min(6, Math.max(0.01, this.camera.zoom * factor));
    const [dx, dy] = [x - this.size.width / 2, y - this.size.height / 2];
    this.camera.x += dx / this.camera.zoom - dx / zoom;
    this.camera.y += dy / this.camera.zoom - dy / zoom;
    this.camera.zoom = zoom;
    this.moving();
  }

  pan(dx: number, dy: number): void {
    this.camera.x -= dx / this.camera.zoom;
    this.camera.y -= dy / this.camera.zoom;
    this.moving();
  }

  /** Bring a thing into sight. */
  reveal(place: number): void {
    const thing = this.picture.things[place];
    if (!thing) return;
    const [x, y] = this.toStage(thing.x, thing.y);
    if (x < EDGE || y < EDGE || x > this.size.width - EDGE || y > this.size.height - EDGE) {
      this.camera.x = thing.x;
      this.camera.y = thing.y;
      this.again();
    }
  }

  /** The whole picture as an image, every name on it. */
  image(): Promise<Blob | null> {
    const box = bounds(this.picture.things);
    const zoom = 1;
    const [width, height] = [(box.right - box.left) * zoom + WORDS_ROOM + 2 * EDGE, (box.bottom - box.top) * zoom + 2 * EDGE];
    const ratio = Math.min(2, 12000 / Math.max(width, height));
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [Math.ceil(width * ratio), Math.ceil(height * ratio)];
    const pen = sheet.getContext("2d");
    const middle = { x: (box.left + box.right + WORDS_ROOM) / 2, y: (box.top + box.bottom) / 2, zoom };
    const stamps = new Stamps(this.stamps.tones, ratio);
    if (pen) paint(pen, { width, height }, this.picture, middle, { lit: -1, chosen: -1 }, stamps, true);
    return new Promise((done) => sheet.toBlob(done));
  }

  /** Paint at the next frame, everything anew. */
  private again(): void {
    this.stored = null;
    this.ask();
  }

  private ask(): void {
    this.asked ||= requestAnimationFrame((now) => this.draw(now));
  }

  private moving(): void {
    if (this.cost < QUICK) this.stored = null;
    clearTimeout(this.settle);
    this.settle = window.setTimeout(() => {
      this.again();
      this.calls.moved(this.camera);
    }, SETTLE);
    this.ask();
  }

  private draw(now: number): void {
    this.asked = 0;
    if (this.glide) this.step(now);
    const pen = this.canvas.getContext("2d", { alpha: false });
    if (!pen) return;
    if (!this.stored || !this.covers(this.stored)) this.repaint();
    this.slide(pen);
    this.frames += 1;
    if (this.glide) this.again();
  }

  /** Move everything a little from where it stood to where it shall stand. */
  private step(now: number): void {
    const glide = this.glide;
    if (!glide) return;
    const part = Math.min(1, Math.max(0, (now - glide.start) / GLIDE));
    const ease = 1 - (1 - part) ** 3;
    const mix = (a: number, b: number) => a + (b - a) * ease;
    this.camera = {
      x: mix(glide.camera.x, glide.until.x),
      y: mix(glide.camera.y, glide.until.y),
      zoom: mix(glide.camera.zoom, glide.until.zoom),
    };
    const things = glide.to.things.map((thing) => {
      const before = glide.from.things[glide.from.place.get(thing.key) ?? -1];
      return before ? { ...thing, x: mix(before.x, thing.x), y: mix(before.y, thing.y) } : thing;
    });
    this.picture = part < 1 ? { ...glide.to, things } : glide.to;
    if (part >= 1) this.glide = null;
  }

  private repaint(): void {
    const pen = this.store.getContext("2d", { alpha: false });
    if (!pen) return;
    const begun = performance.now();
    const size = { width: this.store.width / this.stamps.ratio, height: this.store.height / this.stamps.ratio };
    this.spots = paint(pen, size, this.picture, this.camera, this.seen, this.stamps);
    this.cost = performance.now() - begun;
    this.stored = { ...this.camera };
  }

  /** Whether what was painted still covers the stage, and is not blurred much. */
  private covers(stored: Camera): boolean {
    const scale = this.camera.zoom / stored.zoom;
    const room = (1 + 2 * MARGIN) * scale - 1;
    const dx = Math.abs(this.camera.x - stored.x) * this.camera.zoom * 2;
    const dy = Math.abs(this.camera.y - stored.y) * this.camera.zoom * 2;
    return scale < 1.5 && dx <= room * this.size.width && dy <= room * this.size.height;
  }

  private slide(pen: CanvasRenderingContext2D): void {
    const stored = this.stored;
    if (!stored) return;
    const scale = this.camera.zoom / stored.zoom;
    const [width, height] = [this.store.width * scale, this.store.height * scale];
    const ratio = this.stamps.ratio;
    const x = this.canvas.width / 2 + (stored.x - this.camera.x) * this.camera.zoom * ratio;
    const y = this.canvas.height / 2 + (stored.y - this.camera.y) * this.camera.zoom * ratio;
    if (scale === 1) pen.drawImage(this.store, Math.round(x - width / 2), Math.round(y - height / 2));
    else pen.drawImage(this.store, x - width / 2, y - height / 2, width, height);
  }

  private fitCanvas(): void {
    const { clientWidth, clientHeight } = this.frame;
    if (!clientWidth || (clientWidth === this.size.width && clientHeight === this.size.height)) return;
    const first = this.size.width === 1;
    this.size = { width: clientWidth, height: clientHeight };
    [this.canvas.width, this.canvas.height] = [clientWidth, clientHeight].map((side) => Math.round(side * this.stamps.ratio)) as [number, number];
    [this.store.width, this.store.height] = [this.canvas.width, this.canvas.height].map((side) => Math.round(side * (1 + 2 * MARGIN))) as [number, number];
    if (first || !this.picture.things.length) {
      this.again();
      return;
    }
    this.camera = this.whole(this.picture);
    this.stored = null;
    this.draw(performance.now()); // at once: an emptied canvas is black, and a printer waits for no frame
  }

  private whole(picture: Picture): Camera {
    const box = bounds(picture.things);
    const words = this.words();
    const across = (this.size.width - words - EDGE) / Math.max(1, box.right - box.left);
    const down = (this.size.height - 2 * EDGE) / Math.max(1, box.bottom - box.top);
    const zoom = Math.min(across, down, 1.3);
    const aside = (words - EDGE) / 2 / zoom;
    return { x: (box.left + box.right) / 2 + aside, y: (box.top + box.bottom) / 2, zoom };
  }

  /** Room to the right for the words of the last column. */
  private words(): number {
    return lastRoom(this.size.width);
  }

  private toStage(x: number, y: number): [number, number] {
    return [
      (x - this.camera.x) * this.camera.zoom + this.size.width / 2,
      (y - this.camera.y) * this.camera.zoom + this.size.height / 2,
    ];
  }

  /** The thing at a point of the stage; -1 where there is none. */
  private thingAt(x: number, y: number): number {
    let best = -1;
    let least = Infinity;
    this.picture.things.forEach((thing, place) => {
      const [left, top] = this.toStage(thing.x, thing.y);
      const away = Math.hypot(left - x, top - y);
      if (away < least && away <= drawnRadius(thing.radius, this.camera.zoom, this.picture) + 5) [best, least] = [place, away];
    });
    return best;
  }

  /** The thing whose badge is at a point of the stage; -1 where there is none. */
  private badgeAt(x: number, y: number): number {
    const [inX, inY] = [x + this.size.width * MARGIN, y + this.size.height * MARGIN];
    const spot = this.spots.find((box) => inX >= box.left && inX <= box.right && inY >= box.top && inY <= box.bottom);
    return spot?.place ?? -1;
  }

  private listen(): void {
    const down = new Map<number, [number, number]>();
    let travelled = 0;
    const at = (event: MouseEvent): [number, number] => {
      const box = this.canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      down.set(event.pointerId, at(event));
      if (down.size === 1) travelled = 0;
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      const before = down.get(event.pointerId);
      if (!before) return this.hover(x, y);
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      travelled += Math.hypot(x - before[0], y - before[1]);
      if (other) this.zoom(Math.hypot(x - other[0], y - other[1]) / Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1])), other[0], other[1]);
      else if (travelled > 3) this.pan(x - before[0], y - before[1]);
      down.set(event.pointerId, [x, y]);
    });
    const up = (event: PointerEvent) => {
      if (!down.delete(event.pointerId) || down.size || travelled > 3 || event.type === "pointercancel") return;
      this.click(...at(event));
    };
    this.canvas.addEventListener("pointerup", up);
    this.canvas.addEventListener("pointercancel", up);
    this.canvas.addEventListener("pointerleave", () => this.light(-1));
    this.canvas.addEventListener("dblclick", (event) => {
      const place = this.thingAt(...at(event));
      if (place >= 0) this.calls.open(place);
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== this.frame) return; // the page scrolls until the stage is entered
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.0015), ...at(event));
    }, { passive: false });
    this.frame.addEventListener("keydown", (event) => this.key(event));
  }

  private hover(x: number, y: number): void {
    if (this.glide) return;
    const place = this.thingAt(x, y);
    this.canvas.classList.toggle("over", place >= 0 || this.badgeAt(x, y) >= 0);
    this.light(place);
  }

  private click(x: number, y: number): void {
    const badge = this.badgeAt(x, y);
    if (badge >= 0) this.calls.open(badge);
    else this.calls.choose(this.thingAt(x, y), "pointer");
    this.frame.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    if (event.target !== this.frame || event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && event.shiftKey) this.pan(-60 * arrow[0], -60 * arrow[1]);
    else if (arrow) this.calls.choose(beside(this.picture, this.seen.chosen, ...arrow), "keys");
    else if (event.key === "Enter" && this.seen.chosen >= 0) this.calls.open(this.seen.chosen);
    else if (event.key === "Escape") this.calls.choose(-1, "keys");
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }
}
