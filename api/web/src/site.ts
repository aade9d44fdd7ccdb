// On every page: "/" leads to the search field, from wherever nothing is being typed.
document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.isContentEditable || target.matches("input, textarea, select")) return;
  event.preventDefault();
  const field = document.getElementById("find") as HTMLInputElement | null;
  field?.focus();
  field?.select();
});
