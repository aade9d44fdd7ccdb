// The import page: drop files anywhere on it, see them sent, follow each file step by step.
import { refresh } from "./parts/refresh";

const PAUSE = 150; // milliseconds between two looks at most

function listChosen(input: HTMLInputElement, list: HTMLElement): void {
  list.replaceChildren(
    ...[...(input.files ?? [])].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${Math.ceil(file.size / 1024).toLocaleString()} KB`;
      return line;
    }),
  );
}

/** Send the form ourselves, to show how far it is; the answer names the page to go to. */
function send(form: HTMLFormElement, said: HTMLElement): void {
  const request = new XMLHttpRequest();
  const button = form.querySelector("button");
  const failed = (words: string) => {
    said.textContent = words;
    said.className = "fault";
    if (button) button.disabled = false;
  };
  request.open("POST", "/api/import");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-Dutygraph-Proof", new FormData(form).get("proof")?.toString() ?? "");
  request.responseType = "json";
  request.upload.onprogress = (event) => {
    said.className = "quiet";
    said.textContent = `${form.dataset["sending"] ?? ""} ${Math.floor((100 * event.loaded) / event.total)}%`;
  };
  request.onerror = () => failed(form.dataset["failed"] ?? "");
  request.onload = () => {
    const answer = request.response as { url?: string; message?: string } | null;
    if (request.status === 202 && answer?.url) location.assign(answer.url);
    else failed(answer?.message ?? form.dataset["failed"] ?? "");
  };
  if (button) button.disabled = true;
  request.send(new FormData(form));
}

function dropZone(form: HTMLFormElement, input: HTMLInputElement, list: HTMLElement): void {
  const over = (event: DragEvent) => {
    event.preventDefault();
    form.classList.add("over");
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    input.files = dropped;
    listChosen(input, list);
  });
}

/** Follow a job; each change is a look at the page, at most one every PAUSE milliseconds. */
function follow(job: HTMLElement): void {
  const stream = new EventSource(job.dataset["events"] ?? "");
  let waiting = 0;
  let over = false;
  const look = async (): Promise<void> => {
    waiting = 0;
    await refresh(over ? ["job", "sum", "cancel"] : ["job", "sum"]);
  };
  stream.addEventListener("state", (event: MessageEvent<string>) => {
    over = (JSON.parse(event.data) as { over: boolean }).over;
    if (over) stream.close();
    if (!waiting) waiting = setTimeout(() => void look(), over ? 0 : PAUSE);
  });
}

const form = document.getElementById("import");
const input = document.getElementById("files");
const list = document.getElementById("chosen");
const said = document.getElementById("sending");
if (form instanceof HTMLFormElement && input instanceof HTMLInputElement && list && said) {
  input.addEventListener("change", () => listChosen(input, list));
  dropZone(form, input, list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, said);
  });
}
const job = document.getElementById("job");
if (job && !job.dataset["over"]) follow(job);
