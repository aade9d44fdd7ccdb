// The picture in a file of its own: the same stage, a search, a panel with the words of the plan; nothing is fetched.
import type { Sent } from "./graph/drawing";
import { Stage } from "./graph/stage";

const frame = document.getElementById("stage");
const data = document.getElementById("drawing");
const panel = document.getElementById("words");
const field = document.getElementById("seek");
const list = document.getElementById("found");

if (frame && data && panel && field instanceof HTMLInputElement && list) {
  const sent = JSON.parse(data.textContent ?? "") as Sent;
  const tell = (at: number) => {
    const mark = stage.drawing.marks[at];
    panel.hidden = !mark;
    panel.replaceChildren(
      ...(mark ? [mark.full, ...(mark.words ?? [])] : []).map((line, place) => {
        const element = document.createElement(place ? "p" : "h2");
        element.textContent = line;
        return element;
      }),
    );
  };
  const choose = (at: number, reveal: boolean) => {
    stage.choose(at);
    stage.light(at);
    if (reveal) stage.reveal(at);
    tell(at);
  };
  const stage: Stage = new Stage(frame, {
    choose: (at, by) => choose(at, by === "keys"),
    open: (at) => choose(at, true),
    zoomed: () => {},
    menu: (at) => choose(at, false),
    moved: () => {},
  });
  field.addEventListener("input", () => {
    const words = field.value.trim();
    const hits = words ? stage.drawing.marks.map((_, at) => at).filter((at) => stage.drawing.marks[at]?.full.includes(words)) : [];
    list.replaceChildren(
      ...hits.slice(0, 12).map((at) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = stage.drawing.marks[at]?.full ?? "";
        button.addEventListener("click", () => {
          choose(at, true);
          frame.focus();
        });
        row.append(button);
        return row;
      }),
    );
  });
  stage.show(sent, null);
  Object.defineProperty(frame, "drawnLabels", { get: () => stage.shown() });
  requestAnimationFrame(() => requestAnimationFrame(() => frame.setAttribute("data-ready", String(sent.nodes.length))));
}
