// The explorer: its state is the address. A change of address brings the parts of the page that follow it and, where
// something else is to be drawn, the picture. Links and forms of the page are those a reader without scripts has.
import { cameraOf, drawn, listed } from "./graph/address";
import type { Anchor, Camera } from "./graph/camera";
import type { Mark, Sent } from "./graph/drawing";
import { type Deed, openMenu } from "./graph/menu";
import { handOut, png } from "./graph/save";
import { Stage } from "./graph/stage";
import { views } from "./graph/views";
import { newest } from "./parts/newest";
import { _ } from "./parts/texts";

const PATIENCE = 100; // milliseconds before a sign of work

interface Step {
  step?: number;
}

class Explorer {
  private readonly stage: Stage;
  private shown = "";
  private turn = 0;
  private step = ((history.state as Step | null)?.step ?? 0);
  private last = this.step;
  private waiting = 0;
  private panelSoon = 0;
  /** The unit from which a path is to be drawn: the next one chosen is its end. */
  private from = "";
  /** The group that is being opened, and where it was. */
  private opened: Anchor | null = null;
  private readonly newestFound = newest();

  constructor(private readonly frame: HTMLElement) {
    this.stage = new Stage(frame, {
      choose: (at, by, event) => this.choose(at, by, event?.shift),
      open: (at) => this.open(at),
      zoomed: (at) => {
        if (!this.from && !this.opened) this.open(at);
      },
      menu: (at, x, y) => this.menu(at, x, y),
      moved: (camera) => this.remember(camera),
    });
    history.replaceState({ ...(history.state as Step | null), step: this.step }, "");
    addEventListener("popstate", (event) => {
      this.step = (event.state as Step | null)?.step ?? 0;
      void this.load(new URL(location.href), true);
    });
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("change", (event) => this.changed(event));
    document.addEventListener("input", (event) => this.typed(event));
    document.addEventListener("keydown", (event) => this.shortcut(event));
    for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => this.pointed(event));
    views((address) => this.go(new URL(address, location.href)));
    addEventListener("fullscreenchange", () => this.pressed("full", document.fullscreenElement !== null));
    Object.defineProperties(frame, {
      drawnFrames: { get: () => this.stage.frames },
      drawnLabels: { get: () => this.stage.shown() },
      whereIs: { value: (key: string) => this.stage.where(this.placeOf(key)) },
    });
  }

  /** Draw what the page was opened with; its parts are there already. */
  async begin(): Promise<void> {
    const address = new URL(location.href);
    const picture = await this.fetched(this.frame.dataset["source"] ?? "");
    if (picture) this.put(picture, address);
    else this.rest(true);
    this.buttons();
  }

  private async fetched(address: string): Promise<Sent | null> {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      return answer.ok ? ((await answer.json()) as Sent) : null;
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

  private put(sent: Sent, address: URL): void {
    this.shown = drawn(address);
    this.stage.show(sent, cameraOf(address), this.opened);
    this.opened = null;
    this.stage.choose(this.placeOf(address.searchParams.get("at") ?? ""));
    this.frame.classList.toggle("nothing", sent.nodes.length === 0);
    this.steady();
  }

  /** Say that the picture is drawn, once it is. */
  private steady(): void {
    requestAnimationFrame(() => requestAnimationFrame(() => this.frame.setAttribute("data-ready", String(this.stage.drawing.marks.length))));
  }

  private placeOf(key: string): number {
    return this.stage.drawing.place.get(key) ?? -1;
  }

  /** Go to a state: a new step of the history where the drawing changes, else the same step seen otherwise. */
  private go(address: URL): void {
    const lang = new URL(location.href).searchParams.get("lang");
    if (lang && !address.searchParams.has("lang")) address.searchParams.set("lang", lang);
    if (drawn(address) === this.shown) {
      const camera = new URL(location.href).searchParams.get("camera");
      if (camera) address.searchParams.set("camera", camera);
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
    if (!picture) this.opened = null;
    if (text !== null) this.exchange(text);
    if (picture) this.put(picture, address);
    else if (!anew) {
      this.stage.choose(this.placeOf(address.searchParams.get("at") ?? ""));
      if (back) this.steady();
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
    this.waiting = window.setTimeout(() => this.say(_("正在重新绘制……")), PATIENCE);
  }

  private rest(failed: boolean): void {
    clearTimeout(this.waiting);
    this.frame.removeAttribute("aria-busy");
    this.say(failed ? _("未取得数据，图未更新。") : "");
  }

  private say(words: string): void {
    const place = document.getElementById("says");
    if (place) place.textContent = words;
  }

  private choose(at: number, by: "pointer" | "keys", shift = false): void {
    const mark = this.stage.drawing.marks[at];
    const from = this.from || (shift ? (new URL(location.href).searchParams.get("at") ?? "") : "");
    if (mark && from && by === "pointer") {
      this.path(from, mark);
      return;
    }
    if (!mark) this.depart("");
    this.stage.choose(at);
    this.stage.light(by === "keys" ? at : -1);
    if (by === "keys") {
      this.stage.reveal(at);
      this.speak(at);
    }
    const address = new URL(location.href);
    for (const name of ["at", "page"]) address.searchParams.delete(name);
    if (mark) address.searchParams.set("at", mark.id);
    clearTimeout(this.panelSoon);
    this.panelSoon = window.setTimeout(() => this.go(address), by === "keys" ? 130 : 0);
  }

  private speak(at: number): void {
    const mark = this.stage.drawing.marks[at];
    const voice = document.getElementById("spoken");
    if (!voice) return;
    const kinds: Record<string, string> = { unit: _("单位"), task: _("任务"), section: _("部分"), plan: _("方案"), group: _("群组") };
    voice.textContent = mark
      ? _("{name}，{kind}，{lines} 条连线，还有 {more} 个未显示", { name: mark.full, kind: kinds[mark.kind] ?? "", lines: mark.lines, more: mark.more })
      : "";
  }

  /** Enter or a double click: the end of a path that was begun, else what lies behind a mark. */
  private open(at: number): void {
    const mark = this.stage.drawing.marks[at];
    if (!mark) return;
    clearTimeout(this.panelSoon);
    if (this.from) this.path(this.from, mark);
    else if (mark.more) {
      this.opened = mark.kind === "group" ? { key: mark.id, ...this.stage.where(at) } : null;
      this.change((address) => listed(address, "open", (keys) => [...keys, mark.id]), mark.id);
    } else if (this.frame.dataset["view"] === "units") this.only(mark);
  }

  private only(mark: Mark): void {
    this.change((address) => {
      for (const name of ["open", "hide", "start", "end", "view", "layout"]) address.searchParams.delete(name);
      address.searchParams.set("focus", mark.id);
    }, mark.id);
  }

  private path(from: string, to: Pick<Mark, "id" | "kind">): void {
    this.depart("");
    if (to.kind !== "unit") this.say(_("路径的两端都要是单位。"));
    else if (from !== to.id) this.change((address) => {
      for (const name of ["focus", "open", "layout", "view"]) address.searchParams.delete(name);
      address.searchParams.set("start", from);
      address.searchParams.set("end", to.id);
    }, to.id);
  }

  /** Begin a path, or give it up. */
  private depart(key: string): void {
    if (this.from === key) return;
    this.from = key;
    this.frame.classList.toggle("choosing", key !== "");
    this.say(key ? _("选择终点：在图、表格或搜索结果中选一个单位；Esc 取消。") : "");
  }

  /** Go to the address with something changed, and a mark selected. */
  private change(how: (address: URL) => void, selected: string): void {
    const address = new URL(location.href);
    for (const name of ["camera", "page", "at"]) address.searchParams.delete(name);
    if (selected) address.searchParams.set("at", selected);
    how(address);
    this.go(address);
  }

  private menu(at: number, x: number, y: number): void {
    const mark = this.stage.drawing.marks[at];
    if (!mark) return;
    this.stage.choose(at);
    const open = (new URL(location.href).searchParams.get("open") ?? "").split(",");
    const opened = [mark.id, mark.hull ?? ""].find((key) => key && open.includes(key));
    const deeds: (Deed | false)[] = [
      mark.more > 0 && { words: _("展开（再显示 {n} 个）", { n: mark.more }), act: () => this.open(at) },
      opened !== undefined && {
        words: _("收起"),
        act: () => this.change((address) => listed(address, "open", (keys) => keys.filter((key) => key !== opened)), ""),
      },
      { words: _("只看它"), act: () => this.only(mark) },
      mark.kind === "unit" && { words: _("路径到……"), act: () => this.depart(mark.id) },
      { words: _("隐藏"), act: () => this.change((address) => listed(address, "hide", (keys) => [...keys, mark.id]), "") },
      mark.url !== undefined && { words: _("打开它的页面"), act: () => location.assign(mark.url as string) },
    ];
    openMenu(this.frame, x, y, mark.full, deeds.filter((deed) => deed !== false));
  }

  private remember(camera: Camera): void {
    const address = new URL(location.href);
    address.searchParams.set("camera", [camera.x.toFixed(0), camera.y.toFixed(0), camera.zoom.toFixed(4)].join(","));
    history.replaceState({ step: this.step }, "", address);
  }

  private clicked(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    this.press(target?.closest("button"));
    const link = target?.closest<HTMLAnchorElement>("main a[href]");
    const row = target?.closest<HTMLElement>("#part-table tr[data-key]");
    if (row && !link) this.choose(this.placeOf(row.dataset["key"] ?? ""), "pointer");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== "/graph") return;
    event.preventDefault();
    const thing = link.closest("#part-found li, #part-table td")?.querySelector(".glyph");
    if (this.from && thing) this.path(this.from, { id: address.searchParams.get("at") ?? "", kind: thing.classList[1] ?? "" });
    else this.go(address);
  }

  private press(button: HTMLButtonElement | null | undefined): void {
    const deeds: Record<string, () => void> = {
      undo: () => this.undo(),
      redo: () => this.redo(),
      fit: () => this.stage.fit(),
      in: () => this.stage.zoom(1.3),
      out: () => this.stage.zoom(1 / 1.3),
      png: () => void this.save(button as HTMLButtonElement),
      full: () => void this.fill(),
      fold: () => this.fold(button as HTMLButtonElement),
    };
    if (button) deeds[button.id]?.();
  }

  private async fill(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.getElementById("explorer")?.requestFullscreen();
  }

  private fold(button: HTMLButtonElement): void {
    const folded = document.getElementById("explorer")?.classList.toggle("folded") ?? false;
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? "«" : "»";
    button.title = folded ? _("打开侧栏") : _("收起侧栏");
    button.setAttribute("aria-label", button.title);
  }

  private pressed(id: string, on: boolean): void {
    document.getElementById(id)?.setAttribute("aria-pressed", String(on));
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
    if (target && this.frame.contains(target)) return;
    const key = target?.closest<HTMLElement>("#part-table tr[data-key]")?.dataset["key"];
    this.stage.light(key === undefined ? -1 : this.placeOf(key));
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

  private async save(button: HTMLButtonElement): Promise<void> {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const source = new URL(button.dataset["source"] ?? "", location.href);
    if (dark) source.searchParams.set("theme", "dark");
    const blob = await png(source.href);
    if (blob) handOut(blob, button.dataset["name"] ?? "graph.png");
    else this.say(_("未取得数据，图未更新。"));
  }
}

const frame = document.getElementById("stage");
if (frame) void new Explorer(frame).begin();
