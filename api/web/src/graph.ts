// The picture of the graph: positions come from the server, this only draws, points and follows.
import { DataSet } from "vis-data/esnext";
import { Network } from "vis-network/esnext";

interface Thing {
  id: number;
  iri: string;
  kind: "unit" | "task" | "section" | "plan";
  label: string;
  url: string;
  focus: string;
  neighbours: number;
  x: number;
  y: number;
}

interface Tie {
  from: number;
  to: number;
  role: string;
}

interface Picture {
  total: number;
  nodes: Thing[];
  edges: Tie[];
}

const SHAPES = { unit: "dot", task: "box", section: "triangle", plan: "diamond" } as const;
const LONGEST = 24;
const ROOM = 46; // pixels between things in one column, enough for a label between them

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function shorten(label: string): string {
  const letters = [...label];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : label;
}

/** The name without the place that every name begins with. */
function withoutCommonStart(things: Thing[]): Map<number, string> {
  const names = things.filter((thing) => thing.kind === "unit").map((thing) => thing.label);
  let common = names.length > 2 ? (names[0] ?? "") : "";
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const short = (thing: Thing) =>
    thing.kind === "unit" && thing.label.length > common.length ? thing.label.slice(common.length) : thing.label;
  return new Map(things.map((thing) => [thing.id, shorten(short(thing))]));
}

/** How far to stretch the picture so that labels in a column do not lie on the next thing. */
function stretch(things: Thing[]): number {
  const columns = new Map<number, number[]>();
  for (const thing of things) columns.set(thing.x, [...(columns.get(thing.x) ?? []), thing.y]);
  let narrowest = Infinity;
  for (const ys of columns.values()) {
    ys.sort((a, b) => a - b);
    ys.forEach((y, place) => {
      const above = ys[place - 1];
      if (above !== undefined && y > above) narrowest = Math.min(narrowest, y - above);
    });
  }
  return narrowest < ROOM ? Math.min(ROOM / narrowest, 4) : 1;
}

function draw(canvas: HTMLElement, picture: Picture): Network {
  const labels = withoutCommonStart(picture.nodes);
  const factor = stretch(picture.nodes);
  const [ink, paper, hair, quiet] = ["ink", "paper", "hair", "quiet"].map(colour);
  const fill = (kind: Thing["kind"]) => (kind === "unit" ? colour("accent") : ((kind === "task" ? paper : quiet) ?? ""));
  const nodes = new DataSet(
    picture.nodes.map((thing) => ({
      id: thing.id,
      label: (thing.kind === "task" ? "■ " : "") + (labels.get(thing.id) ?? thing.label),
      title: thing.label,
      shape: SHAPES[thing.kind],
      size: 7 + Math.sqrt(thing.neighbours) * 2.2,
      color: { background: fill(thing.kind), border: (thing.kind === "task" ? hair : paper) ?? "" },
      margin: { top: 4, right: 6, bottom: 4, left: 6 },
      x: thing.x,
      y: thing.y * factor,
    })),
  );
  const edges = new DataSet(
    picture.edges.map((tie, id) => ({
      id,
      from: tie.from,
      to: tie.to,
      width: tie.role === "part_of" ? 1 : 2,
      dashes: tie.role !== "lead" && tie.role !== "part_of",
      color: { color: tie.role === "part_of" ? (hair ?? "") : colour(tie.role) },
    })),
  );
  return new Network(
    canvas,
    { nodes, edges },
    {
      physics: false,
      layout: { improvedLayout: false },
      nodes: { font: { color: ink ?? "", size: 15, face: getComputedStyle(document.body).fontFamily, strokeWidth: 4, strokeColor: paper ?? "" } },
      edges: { smooth: false },
      interaction: { hover: true, hideEdgesOnDrag: true, hideEdgesOnZoom: true, keyboard: { enabled: true, bindToWindow: false } },
    },
  );
}

function link(text: string, href: string): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.textContent = text;
  anchor.href = href;
  return anchor;
}

/** The address of this page with another thing in the middle. */
function around(focus: string): string {
  const address = new URL(location.href);
  address.searchParams.set("focus", focus);
  return address.pathname + address.search;
}

function describe(panel: HTMLElement, thing: Thing): void {
  const name = document.createElement("b");
  name.textContent = thing.label;
  panel.replaceChildren(name, link(panel.dataset["open"] ?? "", thing.url));
  if (thing.focus) panel.append(link(`${panel.dataset["around"] ?? ""} +${thing.neighbours}`, around(thing.focus)));
}

/** Light up the rows of the table that speak of a thing. */
function light(iri: string): void {
  document.querySelectorAll<HTMLTableRowElement>("tr[data-from]").forEach((row) => {
    row.classList.toggle("here", row.dataset["from"] === iri || row.dataset["to"] === iri);
  });
}

async function start(canvas: HTMLElement, panel: HTMLElement): Promise<void> {
  const answer = await fetch(canvas.dataset["source"] ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const picture = (await answer.json()) as Picture;
  const network = draw(canvas, picture);
  network.once("afterDrawing", () => canvas.setAttribute("data-ready", String(picture.nodes.length)));
  network.on("select", (event: { nodes: number[] }) => {
    const thing = picture.nodes[event.nodes[0] ?? -1];
    light(thing?.iri ?? "");
    if (thing) describe(panel, thing);
  });
  network.on("doubleClick", (event: { nodes: number[] }) => {
    const thing = picture.nodes[event.nodes[0] ?? -1];
    if (thing) location.href = thing.url;
  });
  network.fit({ animation: false });
}

const canvas = document.getElementById("picture");
const panel = document.getElementById("chosen");
if (canvas && panel) void start(canvas, panel);
