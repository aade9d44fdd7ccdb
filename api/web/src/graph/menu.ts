// The menu of a mark: by right click, by key, by a long press; arrow keys walk it, Escape leaves it.

export interface Deed {
  words: string;
  act: () => void;
}

/** Open a menu inside a frame at a point of it; the focus comes back when it closes. */
export function openMenu(frame: HTMLElement, x: number, y: number, label: string, deeds: Deed[]): void {
  frame.querySelector(".node-menu")?.remove();
  const menu = document.createElement("div");
  menu.className = "node-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  const title = document.createElement("p");
  title.textContent = label;
  title.setAttribute("role", "presentation");
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    frame.focus({ preventScroll: true });
  };
  const outside = (event: Event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const buttons = deeds.map(({ words, act }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.tabIndex = -1;
    button.textContent = words;
    button.addEventListener("click", () => {
      close();
      act();
    });
    return button;
  });
  menu.append(title, ...buttons);
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (next !== undefined) buttons[(next + buttons.length) % buttons.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  frame.append(menu);
  menu.style.left = `${Math.max(4, Math.min(x, frame.clientWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, frame.clientHeight - menu.offsetHeight - 4))}px`;
  document.addEventListener("pointerdown", outside, true);
  buttons[0]?.focus({ preventScroll: true });
}
