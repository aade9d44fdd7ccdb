// The words that somebody selected in the text, and the buttons that say what can be done with them.
import { offsetAt } from "./text";

export interface Selected {
  words: string;
  start: number;
  end: number;
  node: Node; // where the selection begins
  whole: boolean; // within one line, so that the words are those of the plan as they stand
}

function selected(): (Selected & { box: DOMRect }) | undefined {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return undefined;
  const range = selection.getRangeAt(0);
  const start = offsetAt(range.startContainer, range.startOffset);
  const end = offsetAt(range.endContainer, range.endOffset);
  if (!(end > start)) return undefined;
  const copy = range.cloneContents();
  copy.querySelectorAll(".mark").forEach((mark) => mark.remove());
  const words = copy.textContent ?? "";
  const whole = [...words].length === end - start && !words.includes("\n");
  return { words, start, end, node: range.startContainer, whole, box: range.getBoundingClientRect() };
}

/** Show the buttons beside each selection; `act` is called with the id of the one that was pressed. */
export function listenToSelection(act: (button: string, words: Selected) => void): void {
  const box = document.getElementById("selecting");
  if (!box) return;
  let kept: (Selected & { box: DOMRect }) | undefined;
  document.addEventListener("selectionchange", () => {
    const now = selected();
    if (box.contains(document.activeElement) && !now) return;
    kept = now;
    box.hidden = !kept;
    if (!kept) return;
    box.querySelector<HTMLElement>("#select")!.hidden = !kept.whole;
    box.style.top = `${Math.max(8, Math.min(kept.box.bottom + 8, innerHeight - box.offsetHeight - 12))}px`;
    box.style.left = `${Math.max(8, Math.min(kept.box.left, innerWidth - box.offsetWidth - 8))}px`;
  });
  box.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button || !kept) return;
    box.hidden = true;
    act(button.id, kept);
  });
}
