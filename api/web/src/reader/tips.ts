// What a mention was read as, shown on hover and on focus; and the legend, which keeps one role in sight.

function tip(): HTMLElement | null {
  return document.getElementById("tip");
}

function show(mention: HTMLElement): void {
  const box = tip();
  if (!box) return;
  if (mention.title) {
    mention.dataset["tip"] = mention.title;
    mention.removeAttribute("title"); // or the browser shows its own beside ours
  }
  box.textContent = mention.dataset["tip"] ?? "";
  box.hidden = false;
  mention.setAttribute("aria-describedby", "tip");
  const at = mention.getBoundingClientRect();
  const below = at.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? at.bottom + 6 : at.top - box.offsetHeight - 6}px`;
}

function hide(): void {
  const box = tip();
  if (box) box.hidden = true;
}

export function listenToMentions(): void {
  const of = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>("a.m") : null);
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const mention = of(event);
      if (mention) show(mention);
      else hide();
    });
  }
  const follow = () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches("a.m") && !tip()?.hidden) show(focused);
    else hide();
  };
  addEventListener("scroll", follow, { passive: true }); // focus itself scrolls the page to what it is given
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

/** Make the names of the roles in the legend switches. */
export function listenToLegend(): void {
  document.querySelectorAll<HTMLElement>(".legend [data-role]").forEach((entry) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "filter";
    button.setAttribute("aria-pressed", "false");
    button.append(...[...entry.childNodes].filter((node) => !(node instanceof HTMLAnchorElement)));
    entry.prepend(button);
    button.addEventListener("click", () => keep(button, entry.dataset["role"] ?? ""));
  });
}

function keep(button: HTMLButtonElement, role: string): void {
  const on = button.getAttribute("aria-pressed") !== "true";
  document.querySelectorAll(".legend .filter").forEach((other) => other.setAttribute("aria-pressed", "false"));
  button.setAttribute("aria-pressed", String(on));
  dim(on ? role : "");
}

export function dim(role: string): void {
  document.querySelectorAll<HTMLElement>("a.m").forEach((mention) => {
    mention.classList.toggle("dim", role !== "" && !(mention.dataset["roles"] ?? "").split(" ").includes(role));
  });
}

export function dimmed(): string {
  return document.querySelector<HTMLElement>(".legend .filter[aria-pressed='true']")?.parentElement?.dataset["role"] ?? "";
}
