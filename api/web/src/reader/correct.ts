// The form that corrects: opened at a mention, or for words that were selected.
import { newest } from "../parts/newest";
import { refresh } from "../parts/refresh";
import { listenToEdge, openEdge } from "./edge";
import { tell } from "./said";
import { listenToSelection, type Selected } from "./selection";
import { choices, correct, type Change, type Choice } from "./service";
import { dim, dimmed } from "./tips";

interface Row {
  iri: string;
  role: string;
  unit: string;
  name: string;
  url: string;
  task: string;
  counted: boolean;
}

interface Open {
  rows: Row[];
  row: Row | undefined; // none: new words
  task: string;
  words: string;
  start: number;
  end: number;
  unit: string; // the chosen one
}

let open: Open | undefined;
const newestChoices = newest();

function part<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function field<T extends HTMLElement>(name: string): T {
  return part<HTMLDialogElement>("correct").querySelector<T>(`[name=${name}]`)!;
}

async function offer(words: string, own?: Choice): Promise<void> {
  const found = await newestChoices(choices(words));
  if (!found) return;
  const list = own ? [own, ...found.filter((one) => one.iri !== own.iri)] : found;
  const box = part("correct-units");
  box.replaceChildren(
    ...list.slice(0, 12).map((one) => {
      const line = document.createElement("li");
      line.textContent = one.name;
      line.tabIndex = 0;
      line.setAttribute("role", "option");
      line.dataset["iri"] = one.iri;
      return line;
    }),
  );
  choose(own?.iri ?? list[0]?.iri ?? "");
}

function choose(iri: string): void {
  if (open) open.unit = iri;
  part("correct-units")
    .querySelectorAll<HTMLElement>("li")
    .forEach((line) => line.setAttribute("aria-selected", String(line.dataset["iri"] === iri)));
}

function fill(now: Open): void {
  open = now;
  const dialog = part<HTMLDialogElement>("correct");
  const row = now.row;
  part("correct-title").textContent = (row ? dialog.dataset["one"] : dialog.dataset["new"]) ?? "";
  part("correct-words").textContent = now.words;
  part("correct-fault").textContent = "";
  part("correct-which").hidden = now.rows.length < 2;
  part("correct-drop").hidden = !row;
  part("correct-accept").hidden = !row || row.counted;
  part("correct-all").hidden = !row;
  part("correct-more").hidden = part("correct-task").hidden = !row;
  if (row) part<HTMLAnchorElement>("correct-more").href = `${row.url}/correct`;
  field<HTMLInputElement>("everywhere").checked = false;
  field<HTMLInputElement>("seek").value = "";
  field<HTMLSelectElement>("role").value = row?.role ?? "lead";
  void offer(now.words, row && { iri: row.unit, name: row.name });
}

export function openMention(mention: HTMLAnchorElement): void {
  const rows = JSON.parse(mention.dataset["rows"] ?? "[]") as Row[];
  if (!rows.length) return;
  const text = mention.cloneNode(true) as HTMLElement;
  text.querySelectorAll(".mark").forEach((mark) => mark.remove());
  const which = field<HTMLSelectElement>("which");
  which.replaceChildren(
    ...rows.map((row, place) => new Option(`${row.task} · ${row.name}`, String(place))),
  );
  part<HTMLAnchorElement>("correct-task").href = mention.href;
  fill({ rows, row: rows[0], task: "", words: text.textContent ?? "", start: 0, end: 0, unit: "" });
  part<HTMLDialogElement>("correct").showModal();
}

/** The task that words at a place belong to: that of the passage, or the nearest one before. */
function taskAt(node: Node): string {
  const passage = (node instanceof Element ? node : node.parentElement)?.closest(".passage");
  for (let one = passage; one; one = one.previousElementSibling) {
    const note = one.querySelector<HTMLElement>(".note[data-task]");
    if (note) return note.dataset["task"] ?? "";
  }
  return document.querySelector<HTMLElement>(".note[data-task]")?.dataset["task"] ?? "";
}

function openWords({ words, start, end, node }: Selected): void {
  fill({ rows: [], row: undefined, unit: "", task: taskAt(node), words, start, end });
  part<HTMLDialogElement>("correct").showModal();
}

/** What the form asks for; nothing where it changes nothing. */
function wanted(now: Open, what: string): Change | undefined {
  const signed = { who: field<HTMLInputElement>("who").value, why: field<HTMLInputElement>("why").value };
  const role = field<HTMLSelectElement>("role").value;
  const row = now.row;
  if (!row) {
    const { task: target, words, start, end } = now;
    return { change: "add", target, value: now.unit, role, words, start, end, ...signed };
  }
  if (what !== "save") return { change: what, target: row.iri, ...signed };
  const other = now.unit !== "" && now.unit !== row.unit;
  if (other && field<HTMLInputElement>("everywhere").checked) {
    return { change: "merge", target: row.unit, value: now.unit, ...signed };
  }
  if (other) return { change: "reassign", target: row.iri, value: now.unit, role, ...signed };
  return role === row.role ? undefined : { change: "role", target: row.iri, value: role, ...signed };
}

async function again(): Promise<void> {
  const role = dimmed();
  const counts = [...document.querySelectorAll(".legend .n[id]")].map((count) => count.id);
  await refresh(["reader", "findings", "facts", ...counts]);
  dim(role);
}

async function save(what: string): Promise<void> {
  const dialog = part<HTMLDialogElement>("correct");
  const change = open && wanted(open, what);
  if (!change) return dialog.close();
  try {
    const result = await correct(change);
    dialog.close();
    await again();
    tell(result, String(change["who"]), again);
  } catch (error) {
    part("correct-fault").textContent = error instanceof Error ? error.message : String(error);
  }
}

export function listenToCorrections(): void {
  const dialog = document.getElementById("correct");
  if (!(dialog instanceof HTMLDialogElement)) return;
  document.addEventListener("click", (event) => {
    const mention = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.m[data-rows]") : null;
    if (!mention || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openMention(mention);
  });
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    const what = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "save";
    if (what === "leave") return;
    event.preventDefault();
    void save(what);
  });
  field<HTMLSelectElement>("which").addEventListener("change", (event) => {
    const place = Number((event.target as HTMLSelectElement).value);
    if (open) fill({ ...open, row: open.rows[place] });
  });
  field<HTMLInputElement>("seek").addEventListener("input", (event) => {
    void offer((event.target as HTMLInputElement).value || (open?.words ?? ""));
  });
  const list = part("correct-units");
  const pick = (event: Event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>("li") : null;
    if (line) choose(line.dataset["iri"] ?? "");
  };
  list.addEventListener("click", pick);
  list.addEventListener("keydown", (event) => {
    const move = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" } as const;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(event);
    } else if (event.key in move && event.target instanceof Element) {
      event.preventDefault();
      (event.target[move[event.key as keyof typeof move]] as HTMLElement | null)?.focus();
    }
  });
  listenToEdge(again);
  listenToSelection((button, words) => (button === "select" ? openWords(words) : openEdge(words)));
}
