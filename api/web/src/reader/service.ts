// Talk to the service of corrections.

export interface Moved {
  name: string;
  led: [number, number];
  supported: [number, number];
  tasks: [number, number];
}

export interface Result {
  corrections: string[];
  moved: Moved[];
}

export interface Choice {
  iri: string;
  name: string;
}

export type Change = Record<string, string | number>;

/** How many corrections there were when the page was read, or when others' were last told. */
function seen(): string | undefined {
  return document.getElementById("text")?.dataset["seen"];
}

/** Carry a change out; a refusal is an error with the server's own words. */
export async function correct(change: Change): Promise<Result> {
  const said = document.getElementById("said");
  const failed = said?.dataset["failed"] ?? "";
  let answer: Response;
  try {
    answer = await fetch("/api/corrections", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-Dutygraph-Proof": document.getElementById("text")?.dataset["proof"] ?? "",
      },
      body: JSON.stringify(seen() ? { ...change, seen: Number(seen()) } : change),
    });
  } catch {
    throw new Error(failed);
  }
  const body = (await answer.json().catch(() => null)) as (Result & { message?: string }) | null;
  const now = /\d+/.exec(answer.headers.get("ETag") ?? "")?.[0];
  if (answer.status === 409 && now) document.getElementById("text")!.dataset["seen"] = now; // what is told now was seen
  if (answer.status !== 201 || !body) throw new Error(body?.message ?? failed);
  return body;
}

export async function choices(words: string): Promise<Choice[]> {
  const answer = await fetch(`/api/corrections/units?q=${encodeURIComponent(words.slice(0, 100))}`);
  return answer.ok ? ((await answer.json()) as Choice[]) : [];
}
