// The form that moves the boundary of a task to words that were selected.
import { tell } from "./said";
import type { Selected } from "./selection";
import { correct } from "./service";

interface Task {
  iri: string;
  name: string;
  start: number;
  end: number;
}

interface Offer {
  task: Task;
  begins: boolean; // at the selected words, else it ends with them
  start: number;
  end: number;
}

/** The tasks of the plan in the order of the text; one may be noted beside several passages. */
function tasks(): Task[] {
  const found = new Map<string, Task>();
  document.querySelectorAll<HTMLElement>(".note[data-task]").forEach((note) => {
    const { task = "", start, end } = note.dataset;
    found.set(task, { iri: task, name: note.querySelector(".name")?.textContent?.trim() ?? "", start: Number(start), end: Number(end) });
  });
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** What can be done with a place: the task around it and its neighbours may begin or end there, if something is left of each. */
export function offers(all: Task[], start: number, end: number): Offer[] {
  const here = all.findIndex((task) => task.start <= start && start < task.end);
  const next = all.findIndex((task) => task.start > start);
  const last = here >= 0 ? here - 1 : (next < 0 ? all.length : next) - 1;
  const endOf = (place: number): Offer[] => {
    const task = all[place];
    return task && task.start < end && task.end !== end ? [{ task, begins: false, start: task.start, end }] : [];
  };
  const startOf = (place: number): Offer[] => {
    const task = all[place];
    return task && start < task.end && task.start !== start ? [{ task, begins: true, start, end: task.end }] : [];
  };
  const found = [...startOf(here), ...endOf(here), ...startOf(next), ...endOf(last)];
  const swallowed = (one: Offer) => all.some((task) => task !== one.task && one.start <= task.start && task.end <= one.end);
  return found.filter((one) => !swallowed(one));
}

let shown: Offer[] = [];

export function openEdge(words: Selected): void {
  const dialog = document.getElementById("edge") as HTMLDialogElement;
  shown = offers(tasks(), words.start, words.end);
  dialog.querySelector("#edge-words")!.textContent = words.words;
  dialog.querySelector("#edge-fault")!.textContent = shown.length ? "" : (dialog.dataset["none"] ?? "");
  dialog.querySelector<HTMLButtonElement>("button.main")!.disabled = !shown.length;
  dialog.querySelector("#edge-offers")!.replaceChildren(
    ...shown.map((offer, place) => {
      const line = document.createElement("label");
      const choice = document.createElement("input");
      [choice.type, choice.name, choice.value, choice.checked] = ["radio", "offer", String(place), place === 0];
      const said = (offer.begins ? dialog.dataset["begins"] : dialog.dataset["ends"]) ?? "{task}";
      line.className = "tick";
      line.append(choice, ` ${said.replace("{task}", offer.task.name)}`);
      return line;
    }),
  );
  dialog.showModal();
  dialog.querySelector<HTMLInputElement>("[name=offer]")?.focus();
}

export function listenToEdge(again: () => Promise<void>): void {
  const dialog = document.getElementById("edge");
  const form = dialog?.querySelector("form");
  if (!(dialog instanceof HTMLDialogElement) || !form) return;
  form.addEventListener("submit", (event) => {
    if (event.submitter instanceof HTMLButtonElement && event.submitter.value === "leave") return;
    event.preventDefault();
    const said = new FormData(form);
    const offer = shown[Number(said.get("offer"))];
    if (offer) void move(dialog, offer, String(said.get("who")), String(said.get("why")), again);
  });
}

async function move(dialog: HTMLDialogElement, offer: Offer, who: string, why: string, again: () => Promise<void>): Promise<void> {
  try {
    const { task, start, end } = offer;
    const result = await correct({ change: "move", target: task.iri, start, end, who, why });
    dialog.close();
    await again();
    tell(result, who, again);
  } catch (error) {
    dialog.querySelector("#edge-fault")!.textContent = error instanceof Error ? error.message : String(error);
  }
}
