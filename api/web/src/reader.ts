// A place in a plan's text is named by its offset in code points: #c1369. The server marks where something starts;
// for any other offset this finds the piece that holds it and selects the rest of that piece from there.

const wanted = /^#c(\d+)$/;

function offsetOf(element: Element): number {
  return Number(element.id.slice(1));
}

/** The last marked piece that starts at or before an offset. */
function pieceAt(offset: number): Element | undefined {
  const pieces = [...document.querySelectorAll(".words [id^='c']")];
  return pieces.filter((piece) => offsetOf(piece) <= offset).pop();
}

/** UTF-16 units that hold the first `points` code points of a text. */
function units(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}

function show(): void {
  const offset = Number(wanted.exec(location.hash)?.[1] ?? NaN);
  if (Number.isNaN(offset) || document.getElementById(`c${offset}`)) return;
  const piece = pieceAt(offset);
  if (!piece) return;
  document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
  piece.classList.add("here");
  piece.scrollIntoView({ block: "center" });
  const text = piece.firstChild;
  if (text?.nodeType === Node.TEXT_NODE && text.textContent) {
    const start = Math.min(units(text.textContent, offset - offsetOf(piece)), text.textContent.length);
    getSelection()?.setBaseAndExtent(text, start, text, text.textContent.length);
  }
}

addEventListener("hashchange", show);
show();
