"""What the service says of itself and of its data, as RDF.

Source: SPARQL 1.1 Service Description; Describing Linked Datasets with the VoID Vocabulary.
"""

from collections.abc import Iterator

from graph.store import Store, Table

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def service_description(endpoint: str, graphs: tuple[str, ...], *, union: bool, updates: bool) -> bytes:
    """Describe the service at ``endpoint`` as N-Triples."""
    service = f"<{endpoint}#service>"
    dataset, default = f"<{endpoint}#dataset>", f"<{endpoint}#default>"
    lines = [
        _line(service, _RDF + "type", f"<{_SD}Service>"),
        _line(service, _SD + "endpoint", f"<{endpoint}>"),
        _line(service, _SD + "supportedLanguage", f"<{_SD}SPARQL11Query>"),
        _line(service, _SD + "defaultDataset", dataset),
        _line(dataset, _RDF + "type", f"<{_SD}Dataset>"),
        _line(dataset, _SD + "defaultGraph", default),
        _line(default, _RDF + "type", f"<{_SD}Graph>"),
        *(_line(service, _SD + "resultFormat", f"<http://www.w3.org/ns/formats/{name}>") for name in _FORMATS),
    ]
    if union:
        lines.append(_line(service, _SD + "feature", f"<{_SD}UnionDefaultGraph>"))
    if updates:
        lines.append(_line(service, _SD + "supportedLanguage", f"<{_SD}SPARQL11Update>"))
    for number, graph in enumerate(graphs):
        named = f"<{endpoint}#graph-{number}>"
        lines += [
            _line(dataset, _SD + "namedGraph", named),
            _line(named, _RDF + "type", f"<{_SD}NamedGraph>"),
            _line(named, _SD + "name", f"<{graph}>"),
        ]
    return "".join(lines).encode("utf-8")


def void(store: Store, root: str) -> bytes:
    """Describe the data as N-Triples: how much of what, and where to ask."""
    dataset = f"<{root}.well-known/void#dataset>"
    lines = [
        _line(dataset, _RDF + "type", f"<{_VOID}Dataset>"),
        _line(dataset, _VOID + "sparqlEndpoint", f"<{root}sparql>"),
        _line(dataset, _VOID + "uriSpace", '"https://w3id.org/dutygraph/"'),
        _line(dataset, _VOID + "vocabulary", "<https://w3id.org/dutygraph/ns#>"),
        _line(dataset, _VOID + "triples", _integer(store.size())),
        *_partition(
            dataset,
            "class",
            "entities",
            store.select("SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY ?x"),
        ),
        *_partition(
            dataset,
            "property",
            "triples",
            store.select("SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"),
        ),
    ]
    return "".join(lines).encode("utf-8")


def _partition(dataset: str, kind: str, counted: str, table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        thing, count = row
        if thing is None or count is None:
            continue
        part = f"{dataset[:-1]}-{kind}-{number}>"
        yield _line(dataset, f"{_VOID}{kind}Partition", part)
        yield _line(part, f"{_VOID}{kind}", f"<{thing.value}>")
        yield _line(part, f"{_VOID}{counted}", _integer(int(count.value)))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} <{predicate}> {value} .\n"


def _integer(number: int) -> str:
    return f'"{number}"^^<{_XSD_INTEGER}>'
