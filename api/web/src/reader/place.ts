// A place in a plan is named by offsets in code points: #c1369, or #c1369-1384 for a stretch.
import { rangeOf } from "./text";

const WANTED = /^#c(\d+)(?:-(\d+))?$/;

export function paint(name: string, ranges: Range[]): void {
  if ("highlights" in CSS) CSS.highlights.set(name, new Highlight(...ranges));
}

/** Bring a place to the middle of the window; under no bar that sticks to its top. */
export function bring(range: Range): void {
  const box = range.getBoundingClientRect();
  const top = scrollY + box.top - Math.max((innerHeight - box.height) / 2, 120);
  scrollTo({ top, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "instant" });
}

export function showPlace(): void {
  const wanted = WANTED.exec(location.hash);
  document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
  if (!wanted) {
    paint("place", []);
    return;
  }
  const start = Number(wanted[1]);
  const range = rangeOf(start, wanted[2] ? Number(wanted[2]) : start + 1);
  if (!range) return;
  const piece = document.getElementById(`c${start}`);
  if (wanted[2] || !piece) paint("place", [range]);
  else piece.classList.add("here");
  const shown = document.createRange();
  if (piece) shown.selectNodeContents(piece);
  bring(piece && !wanted[2] ? shown : range);
}
