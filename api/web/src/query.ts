// The query page: run, stop, look at the answer in three ways, share it. Without this file the form works all the same.
import { _ } from "./parts/texts";
import { type Answer, type Rows, ask, namesOf } from "./query/answer";
import { type Editor, edit } from "./query/editor";
import { type Names, SHOWN, chart, picture, table } from "./query/views";

const get = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const read = <T>(id: string): T => JSON.parse(get(id).textContent ?? "{}") as T;

const prefixes = read<Record<string, string>>("query-prefixes");
let names: Names = { prefixes, things: new Map() };
const form = get<HTMLFormElement>("query-form");
const said = get("said");
const result = get("result");
const stop = get<HTMLButtonElement>("stop");
const run = get<HTMLButtonElement>("run");
const views = get("views");
const examples = get<HTMLSelectElement>("examples");
const area = get<HTMLTextAreaElement>("query");
let running: AbortController | undefined;

const editor: Editor = edit(area, document.querySelector("label[for=query]")?.textContent ?? "", () => void start());

function announce(sentence: string, fault = false): void {
  said.textContent = sentence;
  said.classList.toggle("fault", fault);
}

async function start(): Promise<void> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const query = editor.text();
  const began = performance.now();
  editor.fault();
  stop.hidden = false;
  result.classList.add("stale");
  announce(_("正在查询……"));
  try {
    const answer = await ask(query, (form.elements.namedItem("timeout") as HTMLSelectElement).value, mine.signal);
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    if (!("fault" in answer)) share(query);
    await present(answer, seconds, mine.signal);
  } catch {
    if (running === mine) announce(mine.signal.aborted ? _("已停止。") : _("服务无应答，请确认服务仍在运行。"), !mine.signal.aborted);
  } finally {
    if (running === mine) {
      stop.hidden = true;
      result.classList.remove("stale");
    }
  }
}

async function present(answer: Answer, seconds: string, signal: AbortSignal): Promise<void> {
  if ("fault" in answer) {
    const { line, column, said: reason } = answer.fault;
    show();
    announce((line ? `${_("第 {line} 行第 {column} 列", { line, column })} ` : "") + reason, true);
    editor.fault(line, column, reason);
  } else if ("yes" in answer) {
    show();
    announce(answer.yes ? _("是") : _("否"));
  } else {
    names = { prefixes, things: await namesOf(answer.rows, signal).catch(() => new Map<string, string>()) };
    show(answer.rows);
    const cut = answer.rows.cut ? ` ${_("仅显示前 {shown} 行，可能还有更多。", { shown: answer.rows.cut })}` : "";
    announce(_("{n} 行，用时 {seconds} 秒", { n: answer.rows.rows.length, seconds }) + cut);
  }
}

function show(rows?: Rows): void {
  result.replaceChildren();
  views.replaceChildren();
  views.hidden = !rows;
  if (!rows) return;
  const ways: [string, () => Node[]][] = [
    [_("表"), () => [table(rows, names), ...(rows.rows.length > SHOWN ? [note(_("表中仅显示前 {shown} 行，全部内容请下载。", { shown: SHOWN }))] : [])]],
    [_("图表"), () => [chart(rows, names) ?? note(_("图表须有一列名称和一列数字。"))]],
    [_("关系图"), () => pictured(rows)],
  ];
  const buttons = ways.map(([name, make]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      result.replaceChildren(...make());
    });
    return button;
  });
  views.append(...buttons);
  buttons[0]?.click();
}

function pictured(rows: Rows): Node[] {
  const drawn = picture(rows, names);
  if (!drawn) return [note(_("关系图须有两列为 IRI。"))];
  return drawn.cut ? [drawn.svg, note(_("仅绘出前 {shown} 个节点。", { shown: 100 }))] : [drawn.svg];
}

function note(sentence: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "small quiet";
  made.textContent = sentence;
  return made;
}

/** Put the query into the address and into the links; the form's own limit goes along. */
function share(query: string): void {
  const address = `/query?${new URLSearchParams({ query })}`;
  if (address.length < 8000) history.replaceState(null, "", address);
  get<HTMLAnchorElement>("share").href = address;
  for (const format of ["excel", "json"]) {
    get<HTMLAnchorElement>(format).href = `/sparql?${new URLSearchParams({ query, format })}`;
  }
  get("tools").hidden = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void start();
});
stop.addEventListener("click", () => running?.abort());
examples.hidden = false;
examples.addEventListener("change", () => {
  if (!examples.value) return;
  editor.put(examples.value);
  examples.value = "";
  run.focus();
});
if (new URLSearchParams(location.search).get("query")) void start();
