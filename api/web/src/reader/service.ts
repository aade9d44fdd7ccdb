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
      body: JSON.stringify(change),
    });
  } catch {
    throw new Error(failed);
  }
  const body = (await answer.json().catch(() => null)) as (Result & { message?: string }) | null;
  if (answer.status !== 201 || !body) throw new Error(body?.message ?? failed);
  return body;
}

export async function choices(words: string): Promise<Choice[]> {
  const answer = await fetch(`/api/corrections/units?q=${encodeURIComponent(words.slice(0, 100))}`);
  return answer.ok ? ((await answer.json()) as Choice[]) : [];
}
