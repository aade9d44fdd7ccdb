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
export async function ask(query: string, seconds: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch("/sparql", {
    method: "POST",
    body: new URLSearchParams({ query, timeout: seconds }),
    headers: { Accept: "application/sparql-results+json, application/n-triples;q=0.5" },
    signal,
  });
  if (response.headers.get("Content-Type")?.startsWith("application/n-triples")) {
    const notice = response.headers.get("X-Dutygraph-Notice") ?? "";
    return { rows: triplesOf(await response.text(), Number(/\d+/.exec(notice)?.[0] ?? 0)) };
  }
  const body: unknown = await response.json();
  if (!response.ok) return { fault: faultOf(body) };
  return answerOf(body);
}

export function faultOf(body: unknown): Fault {
  const found = body as { message?: string; line?: number; column?: number };
  return { said: found.message ?? "", line: found.line ?? 0, column: found.column ?? 0 };
}

interface Binding {
  type: string;
  value: string;
  datatype?: string;
}

export function answerOf(body: unknown): Answer {
  const found = body as {
    boolean?: boolean;
    head?: { vars?: string[] };
    results?: { bindings: Record<string, Binding>[] };
    notice?: { rows?: number };
  };
  if (found.boolean !== undefined) return { yes: found.boolean };
  const columns = found.head?.vars ?? [];
  const rows = (found.results?.bindings ?? []).map((binding) => columns.map((name) => termOf(binding[name])));
  return { rows: { columns, rows, cut: found.notice?.rows ?? 0 } };
}

function termOf(binding: Binding | undefined): Term | undefined {
  if (!binding) return undefined;
  return { value: binding.value, iri: binding.type === "uri", numeric: NUMBERS.test(binding.datatype ?? "") };
}

/** Read N-Triples, a triple a line, as rows of subject, predicate and object. */
export function triplesOf(lines: string, cut: number): Rows {
  const rows = lines.split("\n").flatMap((line) => {
    const [, ...terms] = /^(\S+) (\S+) ([\s\S]*) \.$/.exec(line) ?? [];
    return terms.length ? [terms.map(written)] : [];
  });
  return { columns: ["subject", "predicate", "object"], rows, cut };
}

/** A term as N-Triples write it; one of a kind we do not show otherwise stays as it is written. */
function written(term: string): Term {
  const iri = /^<([^<>]*)>$/.exec(term)?.[1];
  if (iri !== undefined) return { value: iri, iri: true, numeric: false };
  const [, words, datatype] = /^("(?:[^"\\]|\\.)*")(?:\^\^<(.*)>|@\S+)?$/.exec(term) ?? [];
  if (words === undefined) return { value: term, iri: false, numeric: false };
  return { value: JSON.parse(words) as string, iri: false, numeric: NUMBERS.test(datatype ?? "") };
}

const OURS = "https://w3id.org/dutygraph/id/";
const NAMED = 300; // things whose names are asked for

/** Ask what the things of ours in some rows are called; a service too busy to say leaves them as they are. */
export async function namesOf(rows: Rows, signal: AbortSignal): Promise<Map<string, string>> {
  const found = new Set<string>();
  for (const row of rows.rows) {
    for (const term of row) if (term?.iri && term.value.startsWith(OURS) && found.size < NAMED) found.add(term.value);
  }
  const safe = [...found].filter((iri) => !/[<>"{}|\\^`\s]/.test(iri));
  if (!safe.length) return new Map();
  const query = `PREFIX dg: <https://w3id.org/dutygraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing (MIN(?said) AS ?name) WHERE { VALUES ?thing { ${safe.map((iri) => `<${iri}>`).join(" ")} }
  { ?thing dg:reference ?said } UNION { ?thing rdfs:label ?said FILTER NOT EXISTS { ?thing dg:reference ?other } } } GROUP BY ?thing`;
  const answer = await ask(query, "2", signal);
  if (!("rows" in answer)) return new Map();
  return new Map(answer.rows.rows.map(([thing, name]) => [thing?.value ?? "", name?.value ?? ""]));
}
