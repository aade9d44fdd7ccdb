// The three ways to look at rows: a table, bars, and a picture of things and what joins them. Text is only ever text.
import type { Rows, Term } from "./answer";

export const SHOWN = 500; // rows of a table
const BARS = 40;
const NODES = 100;
const SVG = "http://www.w3.org/2000/svg";

/** How an IRI is written: the names of things of ours, and the prefixes of all others. */
export interface Names {
  prefixes: Record<string, string>;
  things: Map<string, string>;
}

/** The address of the page about a thing of ours; nothing leads to another host. */
function addressOf(iri: string): string {
  const found = /^https:\/\/w3id\.org\/dutygraph(\/id\/.*|\/ns(?:#.*)?)$/.exec(iri);
  const path = found?.[1] ?? "";
  return path.startsWith("/ns#") ? `/ontology${path.slice(3)}` : path;
}

function short(term: Term | undefined, names: Names): string {
  if (!term) return "";
  if (!term.iri) return term.value;
  const name = names.things.get(term.value);
  if (name) return name;
  for (const [prefix, space] of Object.entries(names.prefixes)) {
    if (term.value.startsWith(space) && term.value !== space) return `${prefix}:${term.value.slice(space.length)}`;
  }
  return term.value.replace("https://w3id.org/dutygraph/id/", "");
}

export function table(rows: Rows, names: Names): HTMLElement {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of rows.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows.rows.slice(0, SHOWN)) {
    const line = body.insertRow();
    for (const term of row) {
      const cell = line.insertCell();
      if (term?.numeric) cell.className = "num";
      const address = term?.iri ? addressOf(term.value) : "";
      if (address) {
        const link = document.createElement("a");
        link.href = address;
        link.textContent = short(term, names);
        cell.append(link);
      } else cell.textContent = short(term, names);
    }
  }
  scroll.append(made);
  return scroll;
}

/** Bars of the first column of numbers by the first column of words; nothing where there are not both. */
export function chart(rows: Rows, names: Names): Element | undefined {
  const first = rows.rows[0];
  const value = first?.findIndex((term) => term?.numeric) ?? -1;
  const label = first?.findIndex((term) => term && !term.numeric && !term.iri) ?? -1;
  const name = label >= 0 ? label : (first?.findIndex((term) => term && !term.numeric) ?? -1);
  if (value < 0 || name < 0) return undefined;
  const bars = rows.rows.slice(0, BARS).map((row) => ({ name: short(row[name], names), value: Number(row[value]?.value ?? 0) }));
  const most = Math.max(...bars.map((bar) => bar.value), 1e-9);
  const svg = drawing(900, bars.length * 26 + 10);
  bars.forEach((bar, at) => {
    const y = at * 26 + 6;
    svg.append(text(bar.name.length > 22 ? `${bar.name.slice(0, 21)}…` : bar.name, 300, y + 14, "end"));
    const box = shape("rect", { class: "bar", x: 310, y, width: Math.max(0, (bar.value / most) * 500), height: 18 });
    box.append(title(`${bar.name}: ${bar.value}`));
    svg.append(box, text(String(bar.value), 318 + Math.max(0, (bar.value / most) * 500), y + 14, "start"));
  });
  return svg;
}

/** Things of the first two columns of things, on a circle, joined where they share a row. */
export function picture(rows: Rows, names: Names): { svg: Element; cut: boolean } | undefined {
  const things = rows.columns.map((_, at) => at).filter((at) => rows.rows.some((row) => row[at]?.iri));
  const [from, to] = rows.columns.includes("object") ? [0, 2] : [things[0], things[1]];
  if (from === undefined || to === undefined || !rows.rows.some((row) => row[to]?.iri)) return undefined;
  const { seen, edges, cut } = joined(rows, from, to, names);
  return drawn(seen, edges, cut);
}

interface Joined {
  seen: Map<string, string>;
  edges: Set<string>;
  cut: boolean;
}

/** The things of two columns by name, the pairs that share a row, and whether there were too many. */
export function joined(rows: Rows, from: number, to: number, names: Names): Joined {
  const seen = new Map<string, string>();
  const edges = new Set<string>();
  let cut = false;
  for (const row of rows.rows) {
    const a = row[from];
    const b = row[to];
    if (!a?.iri || !b?.iri) continue;
    const fresh = [a, b].filter((term) => !seen.has(term.value)).length;
    if (seen.size + fresh > NODES) {
      cut = true;
      continue;
    }
    for (const term of [a, b]) seen.set(term.value, short(term, names));
    edges.add(`${a.value}\n${b.value}`);
  }
  return { seen, edges, cut };
}

function drawn(seen: Map<string, string>, edges: Set<string>, cut: boolean): { svg: Element; cut: boolean } {
  const centre = 450;
  const places = new Map([...seen.keys()].map((iri, at) => {
    const angle = (2 * Math.PI * at) / seen.size;
    return [iri, { x: centre + 330 * Math.cos(angle), y: centre + 330 * Math.sin(angle), angle }];
  }));
  const svg = drawing(900, 900);
  svg.setAttribute("viewBox", "-170 90 1240 720"); // room for the names on both sides
  for (const edge of edges) {
    const [a = "", b = ""] = edge.split("\n");
    const start = places.get(a);
    const end = places.get(b);
    if (start && end) svg.append(shape("line", { class: "edge", x1: start.x, y1: start.y, x2: end.x, y2: end.y }));
  }
  for (const [iri, place] of places) {
    const link = shape("a", {});
    const address = addressOf(iri);
    if (address) link.setAttribute("href", address);
    const name = seen.get(iri) ?? "";
    const left = Math.cos(place.angle) < 0;
    const words = text(name.length > 14 ? `${name.slice(0, 13)}…` : name, place.x + (left ? -9 : 9), place.y + 4, left ? "end" : "start");
    link.append(shape("circle", { class: "node", cx: place.x, cy: place.y, r: 5 }), words, title(name));
    svg.append(link);
  }
  return { svg, cut };
}

function shape(name: string, values: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(value));
  return made;
}

function drawing(width: number, height: number): SVGElement {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
}

function text(words: string, x: number, y: number, anchor: string): SVGElement {
  const made = shape("text", { x, y, "text-anchor": anchor });
  made.textContent = words;
  return made;
}

function title(words: string): SVGElement {
  const made = shape("title", {});
  made.textContent = words;
  return made;
}
