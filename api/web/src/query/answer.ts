// An answer of the service as records: rows of terms, a yes or no, or a fault with its place.

export interface Term {
  value: string;
  iri: boolean;
  numeric: boolean;
}

export interface Rows {
  columns: string[];
  rows: (Term | undefined)[][];
  cut: number; // rows after which the service stopped, 0 when it gave all
}

export interface Fault {
  said: string;
  line: number;
  column: number;
}

export type Answer = { rows: Rows } | { yes: boolean } | { fault: Fault };

const NUMBERS = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;

/** Ask the service. Throws when it does not answer, or when the signal says stop. */
export async function ask(query: string, seconds: string, signal: AbortSignal, language: string): Promise<Answer> {
  const response = await fetch("/sparql", {
    method: "POST",
    body: new URLSearchParams({ query, timeout: seconds }),
    headers: { Accept: "application/sparql-results+json, application/ld+json;q=0.5" },
    signal,
  });
  const body: unknown = await response.json();
  if (!response.ok) return { fault: faultOf(body, language) };
  return answerOf(body);
}

function faultOf(body: unknown, language: string): Fault {
  const found = body as { message?: Record<string, string>; line?: number; column?: number };
  return { said: found.message?.[language] ?? "", line: found.line ?? 0, column: found.column ?? 0 };
}

interface Binding {
  type: string;
  value: string;
  datatype?: string;
}

function answerOf(body: unknown): Answer {
  const found = body as {
    boolean?: boolean;
    head?: { vars?: string[] };
    results?: { bindings: Record<string, Binding>[] };
    notice?: { rows?: number };
  };
  if (found.boolean !== undefined) return { yes: found.boolean };
  if (!found.results) return { rows: triplesOf(body) };
  const columns = found.head?.vars ?? [];
  const rows = found.results.bindings.map((binding) => columns.map((name) => termOf(binding[name])));
  return { rows: { columns, rows, cut: found.notice?.rows ?? 0 } };
}

function termOf(binding: Binding | undefined): Term | undefined {
  if (!binding) return undefined;
  return { value: binding.value, iri: binding.type === "uri", numeric: NUMBERS.test(binding.datatype ?? "") };
}

/** Read an expanded JSON-LD document as rows of subject, predicate and object. */
function triplesOf(body: unknown): Rows {
  const listed = Array.isArray(body) ? body : ((body as { "@graph"?: unknown[] })["@graph"] ?? [body]);
  const rows: Term[][] = [];
  const iri = (value: string): Term => ({ value, iri: true, numeric: false });
  for (const node of listed as Record<string, unknown>[]) {
    for (const [predicate, values] of Object.entries(node)) {
      if (predicate.startsWith("@") && predicate !== "@type") continue;
      for (const value of Array.isArray(values) ? values : [values]) {
        const thing = (value as { "@id"?: string })["@id"];
        const plain = (value as { "@value"?: unknown })["@value"] ?? value;
        const object = thing !== undefined ? iri(thing) : { value: String(plain), iri: false, numeric: false };
        rows.push([iri(String(node["@id"] ?? "")), iri(predicate), object]);
      }
    }
  }
  return { columns: ["subject", "predicate", "object"], rows, cut: 0 };
}
