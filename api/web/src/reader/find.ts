// Find words in the text, here in the page: each match is painted, Enter goes on, Shift+Enter back, Escape ends.
import { bring, paint } from "./place";
import { lines, words } from "./text";

let matches: Range[] = [];
let at = -1;

/** All places of some words, also where a mention begins or ends inside them; case does not count. */
function search(wanted: string): Range[] {
  const found: Range[] = [];
  const low = wanted.toLowerCase();
  for (const line of lines()) {
    const texts = words(line);
    const whole = texts.map((text) => text.data).join("");
    const folded = whole.toLowerCase();
    if (folded.length !== whole.length) continue; // a letter that changes its length in lower case: none in a plan
    for (let place = folded.indexOf(low); place >= 0; place = folded.indexOf(low, place + low.length)) {
      found.push(span(texts, place, place + low.length));
    }
  }
  return found;
}

function span(texts: Text[], start: number, end: number): Range {
  const range = document.createRange();
  let offset = 0;
  for (const text of texts) {
    const after = offset + text.length;
    if (start >= offset && start < after) range.setStart(text, start - offset);
    if (end > offset && end <= after) range.setEnd(text, end - offset);
    offset = after;
  }
  return range;
}

function go(step: number, said: HTMLElement): void {
  if (matches.length) at = (at + step + matches.length) % matches.length;
  const here = matches[at];
  paint("found", matches);
  paint("current", here ? [here] : []);
  said.textContent = matches.length ? `${at + 1} / ${matches.length}` : "0";
  if (here) bring(here);
}

export function listenToFind(): void {
  const form = document.getElementById("seek");
  const input = document.getElementById("sought");
  const said = document.getElementById("seen");
  if (!(form instanceof HTMLFormElement) || !(input instanceof HTMLInputElement) || !said) return;
  form.hidden = !("highlights" in CSS);
  let asked = "";
  const look = (step: number) => {
    const wanted = input.value.trim();
    if (wanted !== asked) {
      asked = wanted;
      matches = wanted ? search(wanted) : [];
      at = step > 0 ? -1 : 0;
    }
    if (wanted) go(step, said);
    else clear(said);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look(1);
  });
  form.querySelector("[data-step]")?.addEventListener("click", () => look(-1));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      look(-1);
    } else if (event.key === "Escape") {
      input.value = "";
      look(1);
    }
  });
  input.addEventListener("search", () => {
    if (!input.value) look(1);
  });
}

function clear(said: HTMLElement): void {
  matches = [];
  at = -1;
  paint("found", []);
  paint("current", []);
  said.textContent = "";
}
