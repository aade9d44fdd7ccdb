import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, ask, faultOf, namesOf, triplesOf } from "../src/query/answer";

const IRI = "https://w3id.org/dutygraph/id/unit/a";

function serving(body: string, type: string, status = 200, notice = ""): RequestInit[] {
  const requests: RequestInit[] = [];
  globalThis.fetch = async (_address, request) => {
    requests.push(request ?? {});
    return new Response(body, { status, headers: { "Content-Type": type, "X-Dutygraph-Notice": notice } });
  };
  return requests;
}

test("a table has a term a cell, and nothing where a variable is not bound", () => {
  const answer = answerOf({
    head: { vars: ["unit", "tasks"] },
    results: {
      bindings: [
        { unit: { type: "uri", value: IRI }, tasks: { type: "literal", value: "3", datatype: "http://www.w3.org/2001/XMLSchema#integer" } },
        { tasks: { type: "literal", value: "三" } },
      ],
    },
    notice: { rows: 2 },
  });
  assert.deepEqual(answer, {
    rows: {
      columns: ["unit", "tasks"],
      rows: [
        [{ value: IRI, iri: true, numeric: false }, { value: "3", iri: false, numeric: true }],
        [undefined, { value: "三", iri: false, numeric: false }],
      ],
      cut: 2,
    },
  });
});

test("no is an answer", () => {
  assert.deepEqual(answerOf({ head: {}, boolean: false }), { yes: false });
});

test("a fault has its sentence in the language of the page, and its place", () => {
  const body = { message: "引号没有闭合", line: 2, column: 7 };
  assert.deepEqual(faultOf(body), { said: "引号没有闭合", line: 2, column: 7 });
  assert.deepEqual(faultOf({}), { said: "", line: 0, column: 0 });
});

test("N-Triples are rows of three terms, with escapes resolved", () => {
  const lines = `<${IRI}> <http://e.test/p> "a \\"b\\" \\\\"@zh .\n_:b <http://e.test/p> "2.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n`;
  assert.deepEqual(triplesOf(lines, 0).rows, [
    [{ value: IRI, iri: true, numeric: false }, { value: "http://e.test/p", iri: true, numeric: false }, { value: 'a "b" \\', iri: false, numeric: false }],
    [{ value: "_:b", iri: false, numeric: false }, { value: "http://e.test/p", iri: true, numeric: false }, { value: "2.5", iri: false, numeric: true }],
  ]);
});

test("a query is sent as a form with its time limit", async () => {
  const requests = serving('{"head":{},"boolean":true}', "application/sparql-results+json");
  assert.deepEqual(await ask("ASK {}", "5", new AbortController().signal), { yes: true });
  assert.equal(String(requests[0]?.body), "query=ASK+%7B%7D&timeout=5");
});

test("a graph that was cut says after how many triples", async () => {
  serving("<a:a> <a:b> <a:c> .\n", "application/n-triples", 200, "cut at 10 rows; there may be more");
  const answer = await ask("CONSTRUCT WHERE { ?s ?p ?o }", "5", new AbortController().signal);
  assert.equal("rows" in answer && answer.rows.cut, 10);
});

test("names are requested for IRIs of our own that no query can break out of", async () => {
  const requests = serving('{"head":{"vars":["thing","name"]},"results":{"bindings":[]}}', "application/sparql-results+json");
  const term = (value: string) => ({ value, iri: true, numeric: false });
  const rows = { columns: ["x"], rows: [[term(IRI)], [term(`${IRI}> } #`)], [term("http://e.test/b")]], cut: 0 };
  await namesOf(rows, new AbortController().signal);
  const query = new URLSearchParams(String(requests[0]?.body)).get("query") ?? "";
  assert.ok(query.includes(`VALUES ?thing { <${IRI}> }`));
  await namesOf({ ...rows, rows: [[term("http://e.test/b")]] }, new AbortController().signal);
  assert.equal(requests.length, 1);
});
