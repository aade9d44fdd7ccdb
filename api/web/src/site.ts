// On every page: suggestions below the search field; "/" leads to the search field, from wherever nothing is being typed;
// pictures that the server draws are saved as PNG.
import { handOut, png } from "./graph/save";
import { suggest } from "./parts/suggest";

const find = document.getElementById("find") as HTMLInputElement | null;
const list = document.getElementById("suggestions");
if (find && list) suggest(find, list);

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.isContentEditable || target.matches("input, textarea, select")) return;
  event.preventDefault();
  find?.focus();
  find?.select();
});

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-picture]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const blob = await png(button.dataset["picture"] ?? "");
    if (blob) handOut(blob, `${button.dataset["name"] ?? ""}.png`);
  });
}
