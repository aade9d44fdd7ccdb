"""The table of duties through the levels says each case in words."""

from api.tables.levels import levels_table
from ontology.catalogue import Language
from tests.graph.compare.test_levels import ABOVE, BELOW, BOTH


def test_each_case_is_said_in_words() -> None:
    found = levels_table(BOTH, (ABOVE.iri, BELOW.iri))
    place = {column.key: at for at, column in enumerate(found.columns)}
    what = found.columns[place["what"]]
    assert [what.words(row[place["what"]], Language.ZH) for row in found.rows][::2] == ["已承接", "未见承接"]
    assert [row[place["leads"]] for row in found.rows] == ["counterpart", "other", ""]
    assert found.rows[2][place["lower_title"]] == ""
