"""The descriptions of the service and of its data, as RDF.

Source: SPARQL 1.1 Service Description; Describing Linked Datasets with the VoID Vocabulary.
"""

from graph.exchange.void import described
from graph.exchange.void_formats import VOID, WHOLE
from graph.store import Store
from ontology.terms import RDF

_SD = "http://www.w3.org/ns/sparql-service-description#"
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
        _line(service, RDF + "type", f"<{_SD}Service>"),
        _line(service, _SD + "endpoint", f"<{endpoint}>"),
        _line(service, _SD + "supportedLanguage", f"<{_SD}SPARQL11Query>"),
        _line(service, _SD + "defaultDataset", dataset),
        _line(dataset, RDF + "type", f"<{_SD}Dataset>"),
        _line(dataset, _SD + "defaultGraph", default),
        _line(default, RDF + "type", f"<{_SD}Graph>"),
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
            _line(named, RDF + "type", f"<{_SD}NamedGraph>"),
            _line(named, _SD + "name", f"<{graph}>"),
        ]
    return "".join(lines).encode("utf-8")


def void(store: Store, root: str) -> bytes:
    """Describe the data as N-Triples: the current description of all graphs, and the address of the endpoint."""
    lines = described(store).decode().splitlines(keepends=True)
    lines.append(_line(f"<{WHOLE}>", VOID + "sparqlEndpoint", f"<{root}sparql>"))
    return "".join(sorted(lines)).encode("utf-8")


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} <{predicate}> {value} .\n"
