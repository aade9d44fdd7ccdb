// Say what a correction moved, with the way back beside it.
import { correct, type Moved, type Result } from "./service";

function box(): HTMLElement | null {
  return document.getElementById("said");
}

function line(moved: Moved, said: HTMLElement): HTMLElement {
  const row = document.createElement("li");
  const parts: string[] = [];
  for (const name of ["led", "supported", "tasks"] as const) {
    const [before, after] = moved[name];
    if (before !== after) parts.push(`${said.dataset[name] ?? ""} ${before} → ${after}`);
  }
  row.textContent = `${moved.name}: ${parts.join(" · ")}`;
  return row;
}

/** Show a result; `again` is called when it was undone. */
export function tell(result: Result, who: string, again: () => Promise<void>, undone = false): void {
  const said = box();
  if (!said) return;
  const head = document.createElement("b");
  head.textContent = (undone ? said.dataset["undone"] : said.dataset["done"]) ?? "";
  const list = document.createElement("ul");
  list.append(...result.moved.slice(0, 4).map((moved) => line(moved, said)));
  if (!result.moved.length) list.append(said.dataset["same"] ?? "");
  said.replaceChildren(head, list);
  if (!undone) said.append(undoButton(said, result, who, again));
  said.hidden = false;
}

function undoButton(said: HTMLElement, result: Result, who: string, again: () => Promise<void>): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.dataset["undo"] ?? "";
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      let last: Result = { corrections: [], moved: [] };
      for (const target of [...result.corrections].reverse()) {
        last = await correct({ change: "undo", target, who, why: said.dataset["why"] ?? "" });
      }
      await again();
      tell({ ...last, moved: result.corrections.length > 1 ? back(result.moved) : last.moved }, who, again, true);
    } catch (error) {
      said.append(String(error instanceof Error ? error.message : error));
    }
  });
  return button;
}

function back(moved: Moved[]): Moved[] {
  const turned = (pair: [number, number]): [number, number] => [pair[1], pair[0]];
  return moved.map((one) => ({ ...one, led: turned(one.led), supported: turned(one.supported), tasks: turned(one.tasks) }));
}
