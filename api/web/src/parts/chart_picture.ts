// A chart as a picture of its own: names, bars and numbers of its table, with title, scope, legend and date.
import { handOut, paint } from "../graph/save";
import { _ } from "./texts";

export interface Bar {
  label: string;
  values: number[];
  tones: string[];
  names: string[];
}

const [WIDE, LINE, NAMES, NUMBERS] = [960, 28, 280, 64]; // pixels
const HEAD = 92;

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function text(x: number, y: number, words: string, more = ""): string {
  return `<text x="${x}" y="${y}" ${more}>${escaped(words)}</text>`;
}

function legend(bars: Bar[], colour: (name: string) => string): string {
  const [first] = bars;
  if (!first || first.names.length < 2) return "";
  let x = 24;
  return first.names
    .map((name, part) => {
      const at = x;
      x += 28 + 13 * name.length;
      return `<rect x="${at}" y="66" width="11" height="11" fill="${colour(first.tones[part] ?? "lead")}"/>${text(at + 16, 76, name, 'class="q"')}`;
    })
    .join("");
}

function row(bar: Bar, place: number, most: number, colour: (name: string) => string): string {
  const y = HEAD + place * LINE;
  const total = bar.values.reduce((sum, value) => sum + value, 0);
  const name = bar.label.length > 20 ? `${bar.label.slice(0, 19)}…` : bar.label;
  let x = NAMES;
  const parts = bar.values.map((value, part) => {
    const width = ((WIDE - NAMES - NUMBERS) * value) / (most || 1);
    const at = x;
    x += width;
    return `<rect x="${at.toFixed(1)}" y="${y + 6}" width="${width.toFixed(1)}" height="16" fill="${colour(bar.tones[part] ?? "lead")}"/>`;
  });
  const number = Number.isInteger(total) ? String(total) : total.toFixed(1);
  return `${text(NAMES - 10, y + 19, name, 'text-anchor="end"')}${parts.join("")}${text(x + 8, y + 19, number)}`;
}

/** Draw the bars of a table as an SVG that needs nothing else. */
export function picture(title: string, scope: string, bars: Bar[], share: boolean, colour: (name: string) => string): string {
  const shown = share
    ? bars.map((bar) => {
        const all = bar.values.reduce((sum, value) => sum + value, 0) || 1;
        return { ...bar, values: bar.values.map((value) => (100 * value) / all) };
      })
    : bars;
  const most = Math.max(...shown.map((bar) => bar.values.reduce((sum, value) => sum + value, 0)), 0);
  const high = HEAD + shown.length * LINE + 40;
  const day = new Date().toISOString().slice(0, 10);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDE}" height="${high}" viewBox="0 0 ${WIDE} ${high}"><style>text{font:13px "Noto Sans CJK SC","Microsoft YaHei",sans-serif;fill:#1d1c1a}.t{font-size:18px;font-weight:600}.q{fill:#625e56;font-size:12px}</style><rect width="100%" height="100%" fill="#fff"/>${text(24, 34, title, 'class="t"')}${text(24, 55, scope, 'class="q"')}${legend(bars, colour)}${shown.map((bar, place) => row(bar, place, most, colour)).join("")}${text(24, high - 14, `${_("责任图谱")} · ${day}`, 'class="q"')}</svg>`;
}

/** Give buttons that save the picture. */
export function saving(title: string, draw: () => string): HTMLElement {
  const tools = document.createElement("p");
  tools.className = "tools no-print saving";
  for (const kind of ["PNG", "SVG"] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = kind;
    button.setAttribute("aria-label", `${_("保存图片")} ${kind} ${title}`);
    button.addEventListener("click", async () => {
      const svg = draw();
      const blob = kind === "SVG" ? new Blob([svg], { type: "image/svg+xml" }) : await paint(svg);
      if (blob) handOut(blob, `${title}.${kind.toLowerCase()}`);
    });
    tools.append(button);
  }
  return tools;
}
