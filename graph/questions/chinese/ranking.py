"""Find what is asked next to a ranking and has no place in its answer.

For: 牵头最多的单位配合几项 (the tasks of its first); 哪个单位参与的部分最多; 哪个单位既牵头又配合的任务最多.
Against: 配合任务最多的前三名是谁,各配合几项; 既牵头又配合的单位里谁牵头最多.
"""

from collections.abc import Iterator

from graph.questions.chinese.frame import AnswerShape, Target
from graph.questions.chinese.parse import QuestionParse


def beside_ranking(parse: QuestionParse) -> Iterator[str]:
    """Give the words of a ranking of units that no ranking answers."""
    frame = parse.frame
    ends = [at for at, one in enumerate(parse.tokens) if one.means("rank") or one.shape in {"top", "place_in_order"}]
    if frame.shape is not AnswerShape.RANK or frame.target is not Target.UNITS or not ends:
        return
    several = len({group.roles for group in frame.asked if not (group.negated or group.only)}) > 1
    if several:
        yield from (parse.tokens[at].text for at in parse.places("role") if at > ends[0] and _asks(parse, at))
    before = parse.skip(ends[0] - 1, -1)
    if parse.is_a(before, "noun", "section", "plan") or (several and parse.is_a(before, "noun", "task")):
        yield parse.tokens[before].text


def _asks(parse: QuestionParse, role: int) -> bool:
    """Whether a role is asked for: 配合几项, 配合哪些任务."""
    return parse.is_a(parse.skip(role + 1), "ask", "how_many", "which")
