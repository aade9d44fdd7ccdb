"""A question in a closed logical form: conditions on tasks, conditions on units, and what is wanted of them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from operator import eq, ge, gt, le, lt


class Target(StrEnum):
    """What the rows of the answer are."""

    TASKS = "tasks"
    UNITS = "units"
    SECTIONS = "sections"
    PLANS = "plans"
    PAIRS = "pairs"
    DEADLINES = "deadlines"
    GRADES = "grades"
    ROLES = "roles"
    KINDS = "kinds"


class AnswerShape(StrEnum):
    """What is required of the target."""

    LIST = "list"
    COUNT = "count"
    RANK = "rank"
    SHARE = "share"
    EACH = "each"
    YES_NO = "yes_no"
    ALL = "all"  # yes or no: is it true of every task
    TOPS = "tops"  # yes or no: is this unit first in the ranking
    WINNER = "winner"
    DIFFERENCE = "difference"
    EQUALS = "equals"  # yes or no: have both as many
    EXCEEDS = "exceeds"  # yes or no: does the first have more than the second
    AVERAGE = "average"


class NumberComparison(StrEnum):
    """How a number compares; the value is the sign in SPARQL."""

    MORE = ">"
    AT_LEAST = ">="
    EXACTLY = "="
    AT_MOST = "<="
    FEWER = "<"


_HOLDS = {
    NumberComparison.MORE: gt,
    NumberComparison.AT_LEAST: ge,
    NumberComparison.EXACTLY: eq,
    NumberComparison.AT_MOST: le,
    NumberComparison.FEWER: lt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A name as written, with the IRIs it may mean; one IRI where it is settled."""

    words: str
    iris: tuple[str, ...]
    first_of: "QuestionFrame | None" = None  # the ranking whose first is meant: 最多的那家


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A number with its comparison; of a range (3 到 5 项) ``number`` is the least and ``most`` the most."""

    compare: NumberComparison
    number: int
    most: int = 0

    def holds(self, n: int) -> bool:
        """Whether a number is within the bound.

        >>> Bound(compare=NumberComparison.AT_LEAST, number=3, most=5).holds(6)
        False
        """
        return _HOLDS[self.compare](n, self.number) and (not self.most or n <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """How many units a task has in the roles."""

    roles: tuple[str, ...]
    bound: Bound


class Join(StrEnum):
    """How several units belong together."""

    BOTH = "both"
    EITHER = "either"
    OPEN = "open"  # the words leave it open


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGroup:
    """Units in roles. ``units`` is empty where the unit is what is requested. ``roles`` is empty for any role."""

    units: tuple[Choice, ...] = ()
    written: str = ""  # the units as the question writes them
    roles: tuple[str, ...] = ()
    join: Join = Join.BOTH
    negated: bool = False
    first: bool = False
    only: bool = False
    asked: bool = False  # 谁牵头, 哪些配合单位
    bound: Bound | None = None  # in at least, more than … so many tasks
    than: Choice | None = None  # in more or fewer tasks than this unit; ``bound`` gives the comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Words that the text of a task contains, or does not; any of the others will do too."""

    words: str
    others: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFrame:
    """One question."""

    plans: tuple[Choice, ...] = ()
    sections: tuple[Choice, ...] = ()
    tasks: tuple[Choice, ...] = ()
    grades: tuple[str, ...] = ()
    grades_negated: bool = False
    says: tuple[Says, ...] = ()
    timed: bool | None = None
    due: str = ""
    headcounts: tuple[Headcount, ...] = ()
    groups: tuple[DutyGroup, ...] = ()
    kinds: tuple[str, ...] = ()
    target: Target | None = None
    shape: AnswerShape | None = None
    top: int = 0  # 0: only the first
    nth: bool = False  # only the one at place ``top``
    without: tuple[Choice, ...] = ()  # units that are left out
    among: tuple[Choice, ...] = ()  # the only units that are in question: 环保局和法制办谁排第一
    least: bool = False
    absent: bool = False  # sections and plans with no such task
    with_units: bool = False  # tasks with their units
    with_roles: bool = False  # tasks with the roles of the unit
    whole: "QuestionFrame | None" = None  # what a share is of; the scope of the question where None

    @property
    def named(self) -> tuple[DutyGroup, ...]:
        """The groups with units: conditions on tasks."""
        return tuple(group for group in self.groups if group.units)

    @property
    def asked(self) -> tuple[DutyGroup, ...]:
        """The groups without units: conditions on the units requested."""
        return tuple(group for group in self.groups if not group.units)

    @property
    def bounded(self) -> bool:
        """Whether units are requested by the number of their tasks."""
        return any(group.bound for group in self.asked)

    def but(self, **changes: object) -> "QuestionFrame":
        """Copy with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the fields are checked by replace
