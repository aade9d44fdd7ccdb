"""The closed list of the words of the vocabulary: a misspelt term fails before anything is written.

Guarantees:
    1. Every term that ``dutygraph.ttl`` defines in its own namespace is here, and nothing else.
    2. A value without a concept raises; no IRI of the vocabulary is ever put together by hand elsewhere.
"""

from enum import StrEnum

NS = "https://w3id.org/dutygraph/ns#"
ONTOLOGY = "https://w3id.org/dutygraph/ns"
VERSION = "https://w3id.org/dutygraph/ns/1.0.0"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"

PREFIXES: tuple[tuple[str, str], ...] = (
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", DCTERMS),
    ("dg", NS),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("oa", OA),
    ("org", ORG),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", PROV),
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", SKOS),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", XSD),
)
"""Prefix and namespace of every vocabulary that the project writes, in alphabetical order."""


class Term(StrEnum):
    """A class, property, scheme or concept of the vocabulary; the value is its IRI."""

    # classes
    PLAN = NS + "Plan"
    SECTION = NS + "Section"
    TASK = NS + "Task"
    UNIT = NS + "Unit"
    UNIT_COLLECTIVE = NS + "UnitCollective"
    GROUP_OFFICE = NS + "GroupOffice"
    PLACE = NS + "Place"
    ASSIGNMENT = NS + "Assignment"
    FINDING = NS + "Finding"
    LEDGER_LINE = NS + "LedgerLine"
    SOURCE = NS + "Source"
    DOCUMENT = NS + "Document"
    EARLIER_VERSION = NS + "EarlierVersion"
    CORRECTION = NS + "Correction"
    CASE_ENTRY = NS + "CaseEntry"
    PROGRESS_ENTRY = NS + "ProgressEntry"
    PAIR_ENTRY = NS + "PairEntry"
    # where a thing stands
    PART_OF = NS + "partOf"
    IN_PLAN = NS + "inPlan"
    START = NS + "start"
    END = NS + "end"
    TEXT = NS + "text"
    PRINTED_NUMBER = NS + "printedNumber"
    REFERENCE = NS + "reference"
    DEPTH = NS + "depth"
    # who does what: one property a role
    ASSIGNED_TO = NS + "assignedTo"
    LEAD_BY = NS + "leadBy"
    SUPPORTED_BY = NS + "supportedBy"
    JOINTLY_BY = NS + "jointlyBy"
    IMPLEMENTED_BY = NS + "implementedBy"
    GUIDED_BY = NS + "guidedBy"
    SUPERVISED_BY = NS + "supervisedBy"
    # an assignment
    OF_TASK = NS + "ofTask"
    TO_UNIT = NS + "toUnit"
    ROLE = NS + "role"
    MENTION = NS + "mention"
    RANK = NS + "rank"
    LIST_LENGTH = NS + "listLength"
    RANKED = NS + "ranked"
    LABEL = NS + "label"
    RULE = NS + "rule"
    BASIS = NS + "basis"
    CONFIDENCE = NS + "confidence"
    EVIDENCE = NS + "evidence"
    # a plan and its source
    FILE_NAME = NS + "fileName"
    SHA256 = NS + "sha256"
    CHARACTERS = NS + "characters"
    PAGE_STARTS = NS + "pageStarts"
    ISSUER = NS + "issuer"
    DOCUMENT_NUMBER = NS + "documentNumber"
    VERSION_OF = NS + "versionOf"
    REPLACES = NS + "replaces"
    DOCUMENT_KEY = NS + "documentKey"
    TEXT_SHA256 = NS + "textSha256"
    PROGRAM_VERSION = NS + "programVersion"
    LEXICON_VERSION = NS + "lexiconVersion"
    DOCUMENT_KIND = NS + "documentKind"
    AT_PLACE = NS + "place"
    PLACE_CODE = NS + "placeCode"
    PLACE_NAME = NS + "placeName"
    LEVEL = NS + "level"
    # a task
    CLARITY = NS + "clarity"
    PRESUMED_CONVENER = NS + "presumedConvener"
    DEADLINE = NS + "deadline"
    DEADLINE_PLACE = NS + "deadlinePlace"
    TIME_IN_TEXT = NS + "timeInText"
    # a unit
    BODY = NS + "body"
    KIND = NS + "kind"
    REGISTERED = NS + "registered"
    SUCCESSOR_BY_RULE = NS + "successorByRule"
    # a finding, a ledger line
    CODE = NS + "code"
    SEVERITY = NS + "severity"
    WHAT = NS + "what"
    REMEDY = NS + "remedy"
    QUOTE = NS + "quote"
    STATE = NS + "state"
    # schemes
    ROLES = NS + "Roles"
    CLARITIES = NS + "Clarities"
    KINDS = NS + "Kinds"
    BASES = NS + "Bases"
    STATES = NS + "States"
    LEVELS = NS + "Levels"
    SEVERITIES = NS + "Severities"
    # concepts
    ROLE_LEAD = NS + "role-lead"
    ROLE_SUPPORT = NS + "role-support"
    ROLE_JOINT = NS + "role-joint"
    ROLE_IMPLEMENT = NS + "role-implement"
    ROLE_GUIDE = NS + "role-guide"
    ROLE_SUPERVISE = NS + "role-supervise"
    CLARITY_SOLE = NS + "clarity-sole"
    CLARITY_RANKED = NS + "clarity-ranked"
    CLARITY_CO_EQUAL = NS + "clarity-co_equal"
    CLARITY_BY_REMIT = NS + "clarity-by_remit"
    CLARITY_COLLECTIVE = NS + "clarity-collective"
    CLARITY_GROUP_OFFICE = NS + "clarity-group_office"
    CLARITY_UNRESOLVED = NS + "clarity-unresolved"
    CLARITY_NONE = NS + "clarity-none"
    CLARITY_CONFLICT = NS + "clarity-conflict"
    KIND_SINGLE = NS + "kind-single"
    KIND_COLLECTIVE = NS + "kind-collective"
    KIND_GROUP_OFFICE = NS + "kind-group_office"
    KIND_CLASS_WORD = NS + "kind-class_word"
    KIND_PERSON = NS + "kind-person"
    KIND_OUTSIDER = NS + "kind-outsider"
    BASIS_CLAUSE = NS + "basis-clause"
    BASIS_TABLE = NS + "basis-table"
    BASIS_DUTY_LIST = NS + "basis-duty_list"
    BASIS_SENTENCE = NS + "basis-sentence"
    BASIS_PROPOSED = NS + "basis-proposed"
    STATE_READ = NS + "state-read"
    STATE_NOT_ASSIGNMENT = NS + "state-not_assignment"
    STATE_UNREAD = NS + "state-unread"
    LEVEL_NATIONAL = NS + "level-national"
    LEVEL_PROVINCE = NS + "level-province"
    LEVEL_PREFECTURE = NS + "level-prefecture"
    LEVEL_COUNTY = NS + "level-county"
    LEVEL_TOWNSHIP = NS + "level-township"
    LEVEL_UNKNOWN = NS + "level-unknown"
    SEVERITY_INFO = NS + "severity-info"
    SEVERITY_WARNING = NS + "severity-warning"
    SEVERITY_ERROR = NS + "severity-error"


class Scheme(StrEnum):
    """A closed list of values; the value is the prefix of its concepts."""

    ROLE = "role"
    CLARITY = "clarity"
    KIND = "kind"
    BASIS = "basis"
    STATE = "state"
    LEVEL = "level"
    SEVERITY = "severity"


DIRECT: dict[str, Term] = {
    "lead": Term.LEAD_BY,
    "support": Term.SUPPORTED_BY,
    "joint": Term.JOINTLY_BY,
    "implement": Term.IMPLEMENTED_BY,
    "guide": Term.GUIDED_BY,
    "supervise": Term.SUPERVISED_BY,
}
"""The property that follows each role."""


def concept(scheme: Scheme, value: str) -> Term:
    """Give the concept of a value.

    >>> str(concept(Scheme.ROLE, "lead"))
    'https://w3id.org/dutygraph/ns#role-lead'

    Raises:
        ValueError: when the scheme holds no such value.
    """
    return Term(f"{NS}{scheme}-{value}")


def value(iri: str, scheme: Scheme) -> str:
    """Give the value of a concept: the way back from ``concept``.

    >>> value("https://w3id.org/dutygraph/ns#role-lead", Scheme.ROLE)
    'lead'

    Raises:
        ValueError: when the IRI is not a concept of the scheme.
    """
    prefix = f"{NS}{scheme}-"
    if not Term(iri).startswith(prefix):
        raise ValueError(f"{iri} is not in the scheme {scheme}")
    return iri.removeprefix(prefix)
