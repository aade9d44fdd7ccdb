// The charts of the overview. Each is laid over the column of bars of its own table and takes every number, name and
// address from the rows of that table: the two cannot disagree, and the table is what a reader without scripts has.
import { BarChart, type BarSeriesOption } from "echarts/charts";
import { GridComponent, type GridComponentOption, TooltipComponent, type TooltipComponentOption } from "echarts/components";
import { type ComposeOption, type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { picture, saving } from "./parts/chart_picture";
import { newest } from "./parts/newest";

use([BarChart, GridComponent, TooltipComponent, CanvasRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>;

interface Row {
  element: HTMLTableRowElement;
  label: string;
  values: number[];
  links: string[];
  tones: string[];
  fills: number[];
  names: string[];
}

const AXIS = 20; // pixels under the rows for the numbers of the axis

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function rowsOf(table: HTMLTableElement): Row[] {
  return [...table.tBodies].flatMap((body) => [...body.rows]).map((element) => {
    const said = (name: string) => element.dataset[name] ?? "";
    return {
      element,
      label: said("label"),
      values: said("values").split(",").map(Number),
      links: said("links").split(" "),
      tones: said("tones").split(","),
      fills: said("fills").split(",").map(Number),
      names: said("names").split("|"),
    };
  });
}

/** Full, lined, or widely lined: the marks of the grades for those who see no colours. */
function pattern(fill: number): { decal?: object } {
  if (fill === 0) return {};
  const paper = colour("paper");
  const lines = fill === 1 ? { dashArrayX: [1, 0], dashArrayY: [2, 5] } : { dashArrayX: [1, 0], dashArrayY: [3, 3] };
  return { decal: { symbol: "rect", color: paper, rotation: fill === 1 ? 0 : -Math.PI / 4, ...lines } };
}

function number(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toFixed(1);
}

/** The bars of all rows; those of a share are all as long as each other. */
function seriesOf(rows: Row[], share: boolean): BarSeriesOption[] {
  const parts = Math.max(...rows.map((row) => row.values.length));
  const total = (row: Row) => row.values.reduce((sum, value) => sum + value, 0) || 1;
  return Array.from({ length: parts }, (_, part) => ({
    type: "bar",
    stack: "all",
    barWidth: "52%",
    cursor: "pointer",
    emphasis: { itemStyle: { borderColor: colour("ink"), borderWidth: 1.5 } },
    data: rows.map((row) => ({
      value: ((row.values[part] ?? 0) * (share ? 100 : 1)) / (share ? total(row) : 1),
      itemStyle: { color: colour(row.tones[part] ?? "lead"), ...pattern(row.fills[part] ?? 0) },
    })),
  }));
}

function optionOf(rows: Row[], share: boolean): Option {
  const words = { color: colour("quiet"), fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    animationDurationUpdate: 250,
    grid: { left: 0, right: 8, top: 0, bottom: AXIS },
    yAxis: { type: "category", inverse: true, show: false, data: rows.map((row) => row.label) },
    xAxis: {
      type: "value",
      ...(share ? { max: 100, interval: 25 } : { minInterval: 1 }),
      splitNumber: 4,
      axisLabel: { ...words, showMinLabel: false, hideOverlap: true, formatter: share ? "{value}%" : "{value}" },
      splitLine: { lineStyle: { color: colour("hair") } },
    },
    tooltip: {
      trigger: "item",
      renderMode: "richText", // drawn in the canvas: a box of markup would need styles the page's policy forbids
      backgroundColor: colour("raised"),
      borderColor: colour("hair"),
      textStyle: { ...words, color: colour("ink"), fontSize: 12.5 },
      confine: true,
      formatter: (at) => {
        const { dataIndex, seriesIndex } = at as { dataIndex: number; seriesIndex?: number };
        const row = rows[dataIndex];
        const part = seriesIndex ?? 0;
        return row ? `${row.label}\n${row.names[part] ?? ""}  ${number(row.values[part] ?? 0)}` : "";
      },
    },
    series: seriesOf(rows, share),
  };
}

class Chart {
  private readonly box = document.createElement("div");
  private readonly chart: ECharts;
  private rows: Row[] = [];

  constructor(private table: HTMLTableElement) {
    this.box.className = "chart";
    this.box.setAttribute("aria-hidden", "true"); // the table says the same
    table.parentElement?.append(this.box);
    this.place();
    this.chart = init(this.box, null, { renderer: "canvas" });
    this.chart.on("click", (at) => {
      const address = this.rows[at.dataIndex]?.links[at.seriesIndex ?? 0];
      if (address) location.href = address;
    });
    this.chart.on("mouseover", (at) => this.rows[at.dataIndex]?.element.classList.add("lit"));
    this.chart.on("mouseout", () => this.rows.forEach((row) => row.element.classList.remove("lit")));
    this.draw();
  }

  /** Lay the chart over the column of bars. */
  private place(): void {
    const cell = this.table.querySelector<HTMLElement>("tbody td.bar");
    const body = this.table.tBodies[0];
    const holder = this.table.parentElement;
    if (!cell || !body || !holder) return;
    const [outer, inner, column] = [holder, body, cell].map((element) => element.getBoundingClientRect()) as [DOMRect, DOMRect, DOMRect];
    this.box.style.left = `${column.left - outer.left}px`;
    this.box.style.top = `${inner.top - outer.top}px`;
    this.box.style.width = `${column.width}px`;
    this.box.style.height = `${inner.height + AXIS}px`;
  }

  draw(): void {
    this.rows = rowsOf(this.table);
    this.chart.setOption(optionOf(this.rows, this.table.dataset["share"] === "1"));
    this.rows.forEach((row, place) => {
      for (const kind of ["focusin", "mouseenter"]) row.element.addEventListener(kind, (event) => this.show(place, this.part(event)));
      for (const kind of ["focusout", "mouseleave"]) row.element.addEventListener(kind, () => this.hide());
    });
    this.table.parentElement?.classList.add("drawn");
    this.offerPicture();
  }

  /** Offer the chart as a picture, once a table. */
  private offerPicture(): void {
    const place = this.table.closest(".scroll") ?? this.table.parentElement;
    if (!place || this.table.dataset["saved"]) return;
    this.table.dataset["saved"] = "1";
    const title = this.table.caption?.textContent?.trim() ?? "";
    const scope = document.querySelectorAll(".scope .row > span:not(.quiet)");
    const words = [...scope].map((one) => one.firstChild?.textContent?.trim() ?? "");
    const share = this.table.dataset["share"] === "1";
    place.after(saving(title, () => picture(title, words.join(" · "), this.rows, share, colour)));
  }

  /** Which part of its bar a link of the table stands for. */
  private part(event: Event): number {
    const address = event.target instanceof HTMLAnchorElement ? event.target.getAttribute("href") : null;
    const row = this.rows.find(({ element }) => element === event.currentTarget);
    return Math.max(0, row?.links.indexOf(address ?? "") ?? 0);
  }

  private show(place: number, part: number): void {
    this.chart.dispatchAction({ type: "highlight", seriesIndex: part, dataIndex: place });
    this.chart.dispatchAction({ type: "showTip", seriesIndex: part, dataIndex: place });
  }

  private hide(): void {
    this.chart.dispatchAction({ type: "downplay" });
    this.chart.dispatchAction({ type: "hideTip" });
  }

  /** Take the numbers of another table in the place of this one. */
  follow(table: HTMLTableElement): void {
    this.table = table;
    table.parentElement?.append(this.box);
    this.resize();
    this.draw();
  }

  resize(): void {
    this.place();
    this.chart.resize();
  }
}

const charts = new Map<string, Chart>();
for (const table of document.querySelectorAll<HTMLTableElement>("table.chart-table")) {
  if (table.tBodies[0]?.rows.length) charts.set(table.dataset["chart"] ?? "", new Chart(table));
}
document.documentElement.dataset["charts"] = String(charts.size);
addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((chart) => chart.draw()));

async function page(address: string): Promise<string> {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
  return answer?.ok ? answer.text() : "";
}

const newestPage = newest();

/** Count otherwise without leaving the page: bring the part that another count changes; tell whether it came in time. */
async function recount(address: string): Promise<boolean | undefined> {
  const text = await newestPage(page(address));
  if (text === undefined) return undefined;
  const sent = new DOMParser().parseFromString(text, "text/html").getElementById("part-loaded");
  const old = document.getElementById("part-loaded");
  const table = sent?.querySelector<HTMLTableElement>("table.chart-table");
  if (!sent || !old || !table) return false;
  const focused = document.activeElement?.id ?? "";
  old.replaceWith(sent);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  charts.get("loaded")?.follow(table);
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("#part-loaded .pills a") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void recount(link.href).then((done) => {
    if (done) history.pushState(null, "", link.href);
    else if (done === false) location.href = link.href;
  });
});
addEventListener("popstate", () => void recount(location.href));
