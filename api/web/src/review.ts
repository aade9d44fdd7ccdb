// The review from the keyboard: move between cases and decide them without leaving the page.

interface Saved {
  state: string;
  state_name: string;
  person: string;
  note: string;
  revision: number;
  who: string;
  when: string;
  message?: string;
}

const KEYS: Record<string, string> = { v: "checking", a: "advised", d: "dismissed", s: "resolved" };
const list = document.getElementById("cases");
const cards = [...document.querySelectorAll<HTMLElement>(".case")];
let here = -1;

for (const form of document.querySelectorAll<HTMLFormElement>(".decide")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(form, event.submitter as HTMLButtonElement | null);
  });
}

document.addEventListener("focusin", (event) => {
  const card = (event.target as HTMLElement).closest<HTMLElement>(".case");
  if (card) here = cards.indexOf(card);
});

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input, textarea, select")) {
    if (event.key === "Escape") target.closest<HTMLElement>(".case")?.focus();
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "n") cards[here]?.querySelector<HTMLTextAreaElement>("textarea")?.focus();
  else if (key === "u") press('[name="undo"]');
  else if (KEYS[key]) press(`[name="state"][value="${KEYS[key]}"]`);
  else return;
  event.preventDefault();
});

function move(by: number): void {
  here = Math.min(cards.length - 1, Math.max(0, here + by));
  cards[here]?.focus();
  cards[here]?.scrollIntoView({ block: "nearest" });
}

function press(which: string): void {
  cards[here]?.querySelector<HTMLButtonElement>(`.decide ${which}`)?.click();
}

/** Send one form; what somebody else saved meanwhile is shown, and the next press saves over it knowingly. */
async function save(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const card = form.closest<HTMLElement>(".case");
  const fault = form.querySelector<HTMLElement>(".fault");
  if (!card || !fault || form.dataset["busy"]) return;
  form.dataset["busy"] = "1";
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (button?.name) body.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const saved = (await answer.json()) as Saved;
    fault.hidden = answer.ok;
    if (answer.ok) show(card, form, saved);
    else if (answer.status === 409) {
      fault.textContent = `${saved.message ?? ""} ${saved.state_name} ${saved.person} ${saved.note}`;
      field(form, "revision").value = String(saved.revision);
    } else fault.textContent = saved.message ?? list?.dataset["failed"] ?? "";
  } catch {
    fault.hidden = false;
    fault.textContent = list?.dataset["failed"] ?? "";
  } finally {
    delete form.dataset["busy"];
  }
}

function show(card: HTMLElement, form: HTMLFormElement, saved: Saved): void {
  card.className = `card case is-${saved.state}`;
  const state = card.querySelector<HTMLElement>(".state");
  if (state) state.textContent = saved.state_name;
  field(form, "revision").value = String(saved.revision);
  field(form, "person").value = saved.person;
  field(form, "note").value = saved.note;
  const undo = form.querySelector<HTMLButtonElement>('[name="undo"]');
  if (undo) undo.hidden = false;
  const moved = cards.indexOf(card);
  if (moved === here) move(1);
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}
