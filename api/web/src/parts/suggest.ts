// Suggestions below the search field: plans, units and tasks. Without scripts the form leads to the page of the search.
// Pattern: combobox with a list, of which an option is marked and the focus remains in the field.
import { newest } from "./newest";

interface Suggestion {
  kind: string;
  label: string;
  note: string;
  url: string;
}

const WAIT = 120; // milliseconds without a key until the server is asked

function option(one: Suggestion, number: number): HTMLElement {
  const line = document.createElement("a");
  line.id = `suggestion-${number}`;
  line.setAttribute("role", "option");
  line.tabIndex = -1;
  line.href = one.url;
  const kind = document.createElement("span");
  kind.className = "quiet small";
  kind.textContent = one.kind;
  const note = document.createElement("span");
  note.className = "quiet small note-of";
  note.textContent = one.note;
  line.append(kind, ` ${one.label} `, note);
  return line;
}

function mark(field: HTMLInputElement, list: HTMLElement, step: number): void {
  const lines = [...list.children] as HTMLElement[];
  const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
  const next = (((now < 0 && step < 0 ? 0 : now) + step) % (lines.length || 1) + lines.length) % (lines.length || 1);
  lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === next)));
  field.setAttribute("aria-activedescendant", lines[next]?.id ?? "");
}

function close(field: HTMLInputElement, list: HTMLElement): void {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

/** Suggest while somebody types in the search field. */
export function suggest(field: HTMLInputElement, list: HTMLElement): void {
  const latest = newest();
  let waiting = 0;
  const show = async (): Promise<void> => {
    const asked = new URLSearchParams({ q: field.value.trim() });
    const scope = new URLSearchParams(location.search).get("scope");
    if (scope) asked.set("scope", scope);
    const answer = fetch(`/search/suggestions?${asked}`).then((got) => (got.ok ? got.json() : []));
    const found = await latest(answer as Promise<Suggestion[]>).catch(() => []);
    if (!found) return;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length || document.activeElement !== field;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim()) waiting = window.setTimeout(() => void show(), WAIT);
    else close(field, list);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const marked = list.querySelector<HTMLAnchorElement>("[aria-selected=true]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(field, list, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") close(field, list);
    else if (event.key === "Enter" && marked) marked.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
  field.addEventListener("blur", () => close(field, list));
}
