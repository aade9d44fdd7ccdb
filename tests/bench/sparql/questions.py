"""What the bench asks: eight typical queries, one of a single thing, and four that mean harm."""

_PREFIX = "PREFIX dg: <https://w3id.org/dutygraph/ns#>\n"

# name → text; %UNIT% and %PLAN% stand for one that is there
TYPICAL = {
    "most leads": "SELECT ?unit (COUNT(DISTINCT ?task) AS ?tasks) { ?task dg:leadBy ?unit } "
    "GROUP BY ?unit ORDER BY DESC(?tasks) ?unit LIMIT 20",
    "clarity": "SELECT ?grade (COUNT(DISTINCT ?task) AS ?tasks) { ?task a dg:Task ; dg:clarity ?grade } GROUP BY ?grade",
    "roles of units": "SELECT ?unit ?role (COUNT(?a) AS ?times) { ?a dg:toUnit ?unit ; dg:role ?role } "
    "GROUP BY ?unit ?role ORDER BY DESC(?times) ?unit ?role LIMIT 50",
    "partners": "SELECT ?other (COUNT(DISTINCT ?task) AS ?tasks) { ?mine dg:toUnit <%UNIT%> ; dg:ofTask ?task . "
    "?theirs dg:ofTask ?task ; dg:toUnit ?other FILTER(?other != <%UNIT%>) } GROUP BY ?other ORDER BY DESC(?tasks) ?other",
    "lead and support": "SELECT ?one ?other (COUNT(?task) AS ?tasks) { ?task dg:inPlan <%PLAN%> ; dg:leadBy ?one ; "
    "dg:supportedBy ?other } GROUP BY ?one ?other ORDER BY DESC(?tasks) ?one ?other",
    "under a plan (path)": "SELECT ?plan (COUNT(?task) AS ?tasks) { ?task a dg:Task ; dg:partOf+ ?plan . ?plan a dg:Plan } "
    "GROUP BY ?plan ORDER BY DESC(?tasks) ?plan LIMIT 20",
    "no support (minus)": "SELECT ?task { ?task a dg:Task MINUS { ?task dg:supportedBy ?unit } } ORDER BY ?task LIMIT 100",
    "words in the text": 'SELECT ?task { ?task a dg:Task ; dg:text ?text FILTER(CONTAINS(?text, "政务数据共享")) } '
    "ORDER BY ?task LIMIT 100",
}  # fmt: skip
POINT = "SELECT ?unit { <%TASK%> dg:leadBy ?unit }"
HOSTILE = {
    "cross join": "SELECT (COUNT(*) AS ?n) { ?a dg:toUnit ?b . ?c dg:ofTask ?d }",
    "sort of everything": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o ?p ?s",
    "quadratic not exists": "SELECT ?t { ?t a dg:Task FILTER NOT EXISTS { ?u a dg:Task "
    "FILTER(STRLEN(STR(?t)) + STRLEN(STR(?u)) < 9) } }",  # each task looks at all
    "huge construct": "CONSTRUCT { ?s ?p ?o . ?o ?q ?s } WHERE { ?s ?p ?o . ?x ?q ?s FILTER(STRLEN(STR(?o)) = 77777) }",
}


def text_of(query: str, **things: str) -> str:
    """Write a query in full: with its prefixes, and a thing for each place."""
    for place, thing in things.items():
        query = query.replace(f"%{place.upper()}%", thing)
    return _PREFIX + query
