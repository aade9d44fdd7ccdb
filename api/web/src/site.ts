// On every page: suggestions below the search field; "/" leads to the search field, from wherever nothing is being typed.
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
