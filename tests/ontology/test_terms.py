from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

import ontology
from extract import records
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.names import ROLES
from ontology.catalogue import Language
from ontology.terms import DIRECT, NS, ONTOLOGY, PREFIXES, VERSION, Scheme, Term, concept, value

TTL = Path(ontology.__file__).parent / "dutygraph.ttl"
SCHEMES = {
    Scheme.ROLE: records.Role,
    Scheme.CLARITY: Grade,
    Scheme.KIND: records.UnitKind,
    Scheme.BASIS: records.Basis,
    Scheme.STATE: records.LineState,
    Scheme.LEVEL: records.Level,
    Scheme.SEVERITY: records.Severity,
}


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(TTL)


def test_the_terms_of_the_file_and_of_the_code_are_the_same(vocabulary: Graph) -> None:
    defined = {str(subject) for subject in vocabulary.subjects() if str(subject).startswith(NS)}
    assert defined == {str(term) for term in Term}


def test_no_term_of_our_namespace_is_used_without_being_defined(vocabulary: Graph) -> None:
    used = {str(term) for triple in vocabulary for term in triple if isinstance(term, URIRef) and term.startswith(NS)}
    assert used <= {str(term) for term in Term}


@pytest.mark.parametrize("term", Term)
def test_every_term_speaks_chinese_and_english_with_an_example(term: Term, vocabulary: Graph) -> None:
    subject = URIRef(term)
    for predicate in (RDFS.label, SKOS.definition):
        said = {o.language for o in vocabulary.objects(subject, predicate) if isinstance(o, Literal) and str(o).strip()}
        assert said == {"zh", "en"}, predicate
    assert len(list(vocabulary.objects(subject, SKOS.example))) == 1


def test_the_vocabulary_has_its_version_and_no_blank_nodes(vocabulary: Graph) -> None:
    assert list(vocabulary.objects(URIRef(ONTOLOGY), OWL.versionIRI)) == [URIRef(VERSION)]
    assert not [term for triple in vocabulary for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("scheme", Scheme)
def test_each_scheme_holds_the_values_of_its_enum_and_no_other(scheme: Scheme, vocabulary: Graph) -> None:
    meant = {concept(scheme, str(member)) for member in SCHEMES[scheme]}
    (home,) = {o for one in meant for o in vocabulary.objects(URIRef(one), SKOS.inScheme)}
    assert {str(s) for s in vocabulary.subjects(SKOS.inScheme, home)} == meant
    for one in meant:
        assert str(vocabulary.value(URIRef(one), SKOS.notation)) == value(one, scheme)


def test_each_role_has_one_direct_property_under_assigned_to(vocabulary: Graph) -> None:
    assert set(DIRECT) == {str(role) for role in records.Role}
    below = {str(s) for s in vocabulary.subjects(RDFS.subPropertyOf, URIRef(Term.ASSIGNED_TO))}
    assert below == set(DIRECT.values())
    for role, direct in DIRECT.items():
        assert str(vocabulary.value(URIRef(concept(Scheme.ROLE, role)), RDFS.seeAlso)) == direct


def test_the_labels_that_plans_use_for_a_lead_are_known(vocabulary: Graph) -> None:
    words = {str(o) for o in vocabulary.objects(URIRef(Term.ROLE_LEAD), SKOS.altLabel)}
    assert {"责任单位", "责任主体", "牵头单位"} <= words


def test_no_label_of_a_role_points_two_ways(vocabulary: Graph) -> None:
    roles = [URIRef(concept(Scheme.ROLE, str(role))) for role in records.Role]
    words = [str(o) for role in roles for o in set(vocabulary.objects(role, SKOS.altLabel))]
    assert len(words) == len(set(words))


def test_the_words_for_roles_and_grades_are_the_labels_of_the_vocabulary(vocabulary: Graph) -> None:
    def said(term: Term) -> set[tuple[str | None, str]]:
        return {(o.language, str(o)) for o in vocabulary.objects(URIRef(term), RDFS.label) if isinstance(o, Literal)}

    assert set(ROLES) == {str(role) for role in records.Role}
    for role, label in ROLES.items():
        english = label.render(Language.EN)
        assert said(concept(Scheme.ROLE, role)) == {("zh", label.render()), ("en", english.lower())}
    for grade, definition in DEFINITIONS.items():
        words = {
            ("zh", definition.name.render()),
            ("en", definition.name.render(Language.EN)[0].lower() + definition.name.render(Language.EN)[1:]),
        }
        assert said(concept(Scheme.CLARITY, str(grade))) == words


@pytest.mark.parametrize("wrong", ["leads", "", "lead ", "role-lead"])
def test_a_value_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="valid Term"):
        concept(Scheme.ROLE, wrong)


@pytest.mark.parametrize("iri", [Term.LEAD_BY, Term.CLARITY_SOLE, "http://example.org/role-lead"])
def test_an_iri_of_another_scheme_is_refused(iri: str) -> None:
    with pytest.raises(ValueError, match=r"not in the scheme|valid Term"):
        value(iri, Scheme.ROLE)


def test_prefixes_are_those_of_the_file(vocabulary: Graph) -> None:
    known = {prefix: str(namespace) for prefix, namespace in vocabulary.namespaces()}
    ours = dict(PREFIXES)
    assert list(ours) == sorted(ours)
    assert {prefix: known[prefix] for prefix in ours.keys() & known.keys()} == {
        prefix: ours[prefix] for prefix in ours.keys() & known.keys()
    }


def test_the_classes_are_owl_classes(vocabulary: Graph) -> None:
    classes = {str(s) for s in vocabulary.subjects(RDF.type, OWL.Class)}
    assert {Term.PLAN, Term.TASK, Term.UNIT, Term.ASSIGNMENT, Term.GROUP_OFFICE} <= classes
