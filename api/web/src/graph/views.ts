// Views a reader keeps by name, in this browser alone.

const NAME = "dutygraph.views";

function kept(): Record<string, string> {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return said && typeof said === "object" && !Array.isArray(said) ? (said as Record<string, string>) : {};
  } catch {
    return {}; // another program wrote something else there, or keeping is forbidden
  }
}

function keep(views: Record<string, string>): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(views));
  } catch {
    // keeping is forbidden or full: the list stays as it was
  }
}

/** Fill the list of views, and let a name be given to what is shown. */
export function views(open: (address: string) => void): void {
  const form = document.getElementById("views");
  const list = document.getElementById("view-list");
  const none = document.getElementById("view-none");
  const name = document.getElementById("view-name");
  if (!form || !list || !none || !(name instanceof HTMLInputElement)) return;

  const fill = () => {
    const found = kept();
    none.hidden = Object.keys(found).length > 0;
    list.replaceChildren(
      ...Object.entries(found).map(([title, query]) => {
        const row = document.createElement("li");
        const link = document.createElement("a");
        link.textContent = title;
        link.href = `/graph?${new URLSearchParams(String(query)).toString()}`;
        link.addEventListener("click", (event) => {
          event.preventDefault();
          open(link.href);
        });
        const drop = document.createElement("button");
        drop.type = "button";
        drop.textContent = list.dataset["drop"] ?? "×";
        drop.setAttribute("aria-label", `${drop.textContent} ${title}`);
        drop.addEventListener("click", () => {
          const { [title]: _gone, ...rest } = kept();
          keep(rest);
          fill();
          name.focus();
        });
        row.append(link, drop);
        return row;
      }),
    );
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const title = name.value.trim();
    if (!title) return;
    keep({ ...kept(), [title]: location.search.slice(1) });
    name.value = "";
    fill();
  });
  fill();
}
