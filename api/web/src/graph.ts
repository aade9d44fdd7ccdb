// The explorer: its state is the address. A change of address brings the parts of the page that follow it and, where
// something else is to be drawn, the picture. Links and forms of the page are those a reader without scripts has.
import type { Camera } from "./graph/paint";
import { decode, type Picture } from "./graph/picture";
import { Stage } from "./graph/stage";
import { views } from "./graph/views";
import { newest } from "./parts/newest";

const SEEN_ONLY = ["at", "q", "table", "sort", "page", "view", "lang"]; // what does not change the drawing
const PATIENCE = 100; // milliseconds before a sign of work

interface Mark {
  step?: number;
}

/** What an address asks to be drawn. */
function drawn(address: URL): string {
  const asked = new URLSearchParams(address.search);
  for (const name of SEEN_ONLY) asked.delete(name);
  asked.sort();
  return asked.toString();
}

function cameraOf(address: URL): Camera | null {
  const [x, y, zoom] = (address.searchParams.get("view") ?? "").split(",").map(Number);
  return x !== undefined && y !== undefined && zoom !== undefined && [x, y, zoom].every(Number.isFinite) && zoom > 0 ? { x, y, zoom } : null;
}

class Explorer {
  private readonly stage: Stage;
  private shown = "";
  private turn = 0;
  private step = ((history.state as Mark | null)?.step ?? 0);
  private last = this.step;
  private waiting = 0;
  private panelSoon = 0;
  private readonly newestFound = newest();

  constructor(private readonly frame: HTMLElement) {
    this.stage = new Stage(frame, {
      choose: (place, by) => this.choose(place, by),
      open: (place) => this.open(place),
      moved: (camera) => this.remember(camera),
    });
    history.replaceState({ ...(history.state as Mark | null), step: this.step }, "");
    addEventListener("popstate", (event) => {
      this.step = (event.state as Mark | null)?.step ?? 0;
      void this.load(new URL(location.href), true);
    });
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("change", (event) => this.changed(event));
    document.addEventListener("input", (event) => this.typed(event));
    document.addEventListener("keydown", (event) => this.shortcut(event));
    for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => this.pointed(event));
    views((address) => this.go(new URL(address, location.href)));
    Object.defineProperty(frame, "drawnFrames", { get: () => this.stage.frames });
  }

  /** Draw what the page was opened with; its parts are there already. */
  async begin(): Promise<void> {
    const address = new URL(location.href);
    const picture = await this.fetched(this.frame.dataset["source"] ?? "");
    if (picture) this.put(picture, address);
    else this.rest(true);
    this.buttons();
  }

  private async fetched(address: string): Promise<Picture | null> {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      return answer.ok ? decode(await answer.json()) : null;
    } catch {
      return null;
    }
  }

  private async side(address: URL): Promise<string | null> {
    try {
      const answer = await fetch(`/graph/side${address.search}`, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  private put(picture: Picture, address: URL): void {
    this.shown = drawn(address);
    this.stage.show(picture, cameraOf(address));
    this.stage.choose(picture.place.get(address.searchParams.get("at") ?? "") ?? -1);
    this.frame.classList.toggle("nothing", picture.things.length === 0);
    requestAnimationFrame(() => requestAnimationFrame(() => this.frame.setAttribute("data-ready", String(picture.things.length))));
  }

  /** Go to a state: a new step of the history where the drawing changes, else the same step seen otherwise. */
  private go(address: URL): void {
    const lang = new URL(location.href).searchParams.get("lang");
    if (lang && !address.searchParams.has("lang")) address.searchParams.set("lang", lang);
    if (drawn(address) === this.shown) {
      const view = new URL(location.href).searchParams.get("view");
      if (view) address.searchParams.set("view", view);
      history.replaceState({ step: this.step }, "", address);
    } else {
      this.step += 1;
      this.last = this.step;
      history.pushState({ step: this.step }, "", address);
    }
    void this.load(address, false);
  }

  private async load(address: URL, back: boolean): Promise<void> {
    const turn = (this.turn += 1);
    const anew = drawn(address) !== this.shown;
    this.work(anew);
    const [text, picture] = await Promise.all([this.side(address), anew ? this.fetched(`/graph.json?${drawn(address)}`) : null]);
    if (turn !== this.turn) return;
    this.rest(text === null || (anew && picture === null));
    if (text !== null) this.exchange(text);
    if (picture) this.put(picture, address);
    else if (!anew) {
      this.stage.choose(this.stage.picture.place.get(address.searchParams.get("at") ?? "") ?? -1);
      if (back) this.frame.setAttribute("data-ready", String(this.stage.picture.things.length));
    }
    this.buttons();
  }

  /** Put the parts of the page that have changed in the place of the old ones; the focus stays where it was. */
  private exchange(text: string, only = ""): void {
    const sent = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement?.id ?? "";
    for (const part of sent.querySelectorAll<HTMLElement>("[id^='part-']")) {
      const old = document.getElementById(part.id);
      if (!old || (only && part.id !== only) || old.outerHTML === part.outerHTML) continue;
      if (part.id === "part-search" && old.contains(document.activeElement)) continue; // somebody is writing there
      const scrolled = old.querySelector(".rows")?.scrollTop ?? 0;
      old.replaceWith(part);
      const rows = part.querySelector(".rows");
      if (rows) this.scroll(rows, scrolled);
    }
    if (focused && document.activeElement === document.body) {
      (document.getElementById(focused) ?? document.getElementById("part-chosen"))?.focus({ preventScroll: true });
    }
  }

  /** Keep a table where it was scrolled to, unless the selected row would be out of sight. */
  private scroll(rows: Element, before: number): void {
    rows.scrollTop = before;
    const here = rows.querySelector<HTMLElement>("tr.here");
    if (!here) return;
    const top = here.offsetTop;
    if (top < rows.scrollTop + 30 || top > rows.scrollTop + rows.clientHeight - 40) rows.scrollTop = top - rows.clientHeight / 3;
  }

  private work(anew: boolean): void {
    clearTimeout(this.waiting);
    if (!anew) return;
    this.frame.removeAttribute("data-ready");
    this.frame.setAttribute("aria-busy", "true");
    this.waiting = window.setTimeout(() => this.say(this.frame.dataset["wait"] ?? ""), PATIENCE);
  }

  private rest(failed: boolean): void {
    clearTimeout(this.waiting);
    this.frame.removeAttribute("aria-busy");
    this.say(failed ? (this.frame.dataset["failed"] ?? "") : "");
  }

  private say(words: string): void {
    const place = document.getElementById("says");
    if (place) place.textContent = words;
  }

  private choose(place: number, by: "pointer" | "keys"): void {
    this.stage.choose(place);
    if (by === "keys") {
      this.stage.reveal(place);
      this.speak(place);
    }
    const address = new URL(location.href);
    for (const name of ["at", "page"]) address.searchParams.delete(name);
    const thing = this.stage.picture.things[place];
    if (thing) address.searchParams.set("at", thing.key);
    clearTimeout(this.panelSoon);
    this.panelSoon = window.setTimeout(() => this.go(address), by === "keys" ? 130 : 0);
  }

  private speak(place: number): void {
    const thing = this.stage.picture.things[place];
    const voice = document.getElementById("spoken");
    if (!voice) return;
    const kinds = (this.frame.dataset["kinds"] ?? "").split(",");
    const said: Record<string, string> = thing
      ? { name: thing.label, kind: kinds[thing.kind] ?? "", lines: String(thing.lines), more: String(thing.more) }
      : {};
    voice.textContent = thing ? (this.frame.dataset["spoken"] ?? "").replace(/\{(\w+)\}/g, (_, name: string) => said[name] ?? "") : "";
  }

  private open(place: number): void {
    const thing = this.stage.picture.things[place];
    if (!thing?.more) return;
    clearTimeout(this.panelSoon);
    const address = new URL(location.href);
    const opened = (address.searchParams.get("open") ?? "").split(",").filter((key) => key && key !== thing.key);
    address.searchParams.set("open", [...opened, thing.key].join(","));
    address.searchParams.set("at", thing.key);
    for (const name of ["view", "page"]) address.searchParams.delete(name);
    this.go(address);
  }

  private remember(camera: Camera): void {
    const address = new URL(location.href);
    address.searchParams.set("view", [camera.x.toFixed(0), camera.y.toFixed(0), camera.zoom.toFixed(4)].join(","));
    history.replaceState({ step: this.step }, "", address);
  }

  private clicked(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("button")?.id;
    if (button === "undo") this.undo();
    else if (button === "redo") this.redo();
    else if (button === "fit") this.stage.fit();
    else if (button === "in") this.stage.zoom(1.3);
    else if (button === "out") this.stage.zoom(1 / 1.3);
    else if (button === "png") void this.png();
    const link = target?.closest<HTMLAnchorElement>("main a[href]");
    const row = target?.closest<HTMLElement>("#part-table tr[data-key]");
    if (row && !link) this.choose(this.stage.picture.place.get(row.dataset["key"] ?? "") ?? -1, "pointer");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== "/graph") return;
    event.preventDefault();
    this.go(address);
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (form?.id !== "part-search" && form?.id !== "part-filters") return;
    event.preventDefault();
    const links = document.querySelectorAll<HTMLAnchorElement>("#part-found a");
    if (form.id === "part-search" && links.length) (links.length === 1 ? links[0]?.click() : links[0]?.focus());
    else this.go(this.asked(form));
  }

  private asked(form: HTMLFormElement): URL {
    const address = new URL("/graph", location.href);
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) address.searchParams.set(name, value);
    return address;
  }

  private changed(event: Event): void {
    const form = event.target instanceof HTMLSelectElement ? event.target.form : null;
    if (form?.id === "part-filters") this.go(this.asked(form));
  }

  /** While somebody writes, show what the words so far would find. */
  private typed(event: Event): void {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.id !== "seek" || !field.form) return;
    const address = new URL(location.href);
    address.searchParams.set("q", field.value.trim());
    clearTimeout(this.panelSoon);
    this.panelSoon = window.setTimeout(async () => {
      const text = await this.newestFound(this.side(address));
      if (text) this.exchange(text, "part-found");
    }, 120);
  }

  /** Light up in the picture what is pointed at, or focused, in the table. */
  private pointed(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    if (target instanceof HTMLCanvasElement) return;
    const key = target?.closest<HTMLElement>("#part-table tr[data-key]")?.dataset["key"];
    this.stage.light(key === undefined ? -1 : (this.stage.picture.place.get(key) ?? -1));
  }

  private shortcut(event: KeyboardEvent): void {
    const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (writing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) this.redo();
    else this.undo();
  }

  private undo(): void {
    if (this.step > 0) history.back();
  }

  private redo(): void {
    if (this.step < this.last) history.forward();
  }

  private buttons(): void {
    const set = (id: string, on: boolean) => {
      const button = document.getElementById(id);
      if (button instanceof HTMLButtonElement) button.disabled = !on;
    };
    set("undo", this.step > 0);
    set("redo", this.step < this.last);
  }

  private async png(): Promise<void> {
    const blob = await this.stage.image();
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "graph.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

const frame = document.getElementById("stage");
if (frame) void new Explorer(frame).begin();
