// Between the characters on the page and the offsets of the plan: code points, the printed marks of roles left out.

/** The text nodes of a line that are the plan's own words. */
export function words(line: Element): Text[] {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node.parentElement?.closest(".mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  });
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

export function lines(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".words [data-start]")];
}

export function startOf(line: HTMLElement): number {
  return Number(line.dataset["start"]);
}

function codePoints(text: string): number {
  return [...text].length;
}

/** UTF-16 units that hold the first `points` code points of a text. */
function units(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}

/** The offset in the plan of a place in the page, or NaN outside the text. */
export function offsetAt(node: Node, inside: number): number {
  const element = node instanceof Element ? node : node.parentElement;
  const line = element?.closest<HTMLElement>(".words [data-start]");
  if (!line) return NaN;
  const place = document.createRange();
  place.setStart(line, 0);
  place.setEnd(node, inside);
  let offset = startOf(line);
  for (const text of words(line)) {
    if (node === text) return offset + codePoints(text.data.slice(0, inside));
    if (place.comparePoint(text, 0) > 0) break;
    offset += codePoints(text.data);
  }
  return offset;
}

/** The range on the page of a stretch of the plan within one line. */
export function rangeOf(start: number, end: number): Range | undefined {
  const line = lines()
    .filter((one) => startOf(one) <= start)
    .pop();
  if (!line) return undefined;
  const range = document.createRange();
  let offset = startOf(line);
  let begun = false;
  for (const text of words(line)) {
    const length = codePoints(text.data);
    if (!begun && start < offset + length) {
      range.setStart(text, units(text.data, start - offset));
      begun = true;
    }
    if (begun) range.setEnd(text, units(text.data, Math.min(end - offset, length)));
    if (begun && end <= offset + length) return range;
    offset += length;
  }
  return begun ? range : undefined;
}
