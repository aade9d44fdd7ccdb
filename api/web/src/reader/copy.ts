// Copied words are the plan's own: without the marks of roles, with the line breaks of the source.
import { lines, offsetAt, startOf, words } from "./text";

export function copyExactly(): void {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount !== 1) return;
    const range = selection.getRangeAt(0);
    const start = offsetAt(range.startContainer, range.startOffset);
    const end = offsetAt(range.endContainer, range.endOffset);
    if (!(end > start)) return;
    event.clipboardData?.setData("text/plain", textBetween(start, end));
    event.preventDefault();
  });
}

/** The text of the plan between two offsets; every line is in the page, the blank ones hidden. */
function textBetween(start: number, end: number): string {
  let found = "";
  for (const line of lines()) {
    const first = startOf(line);
    if (first >= end) break;
    const letters = [...words(line).map((text) => text.data).join(""), "\n"];
    if (first + letters.length <= start) continue;
    found += letters.slice(Math.max(0, start - first), end - first).join("");
  }
  return found;
}
