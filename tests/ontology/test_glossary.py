import re
from pathlib import Path

from rdflib import RDFS, SKOS, Graph, Literal, URIRef

import ontology
from ontology.terms import NS, Term

ROOM = Path(ontology.__file__).parent
ROW = re.compile(r"\| (.+?) \| (.+?) \| `(.+?)` \| (.+?) \|")


def test_the_glossary_and_the_vocabulary_say_the_same() -> None:
    rows = ROW.findall((ROOM / "glossary.md").read_text(encoding="utf-8"))
    assert [NS + name for _, _, name, _ in rows] == [str(term) for term in Term]
    vocabulary = Graph().parse(ROOM / "dutygraph.ttl")
    for zh, en, name, meaning in rows:
        term = URIRef(NS + name)
        assert set(vocabulary.objects(term, RDFS.label)) == {Literal(zh, lang="zh"), Literal(en, lang="en")}
        for definition in vocabulary.objects(term, SKOS.definition):
            assert str(definition) in meaning
