"""Read an office's own definitions from a TOML file: thresholds, strictness, sensitivity, role weights.

The forms handled::

    [clarity]
    many_leads = 4
    no_clear_lead = ["collective", "none", "group_office"]
    placeholders = ["待定"]
    presume_convener = true

    [overlap]
    minimum = 3
    alpha = 0.05

    [workload]
    top = 10
    shift = 2

    [weights]
    lead = 1.0
    support = 0.25

    [members]
    "州政府各部门" = ["州公安局", "州财政局"]

    [staff]
    "昌吉回族自治州审计局" = 32
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from extract.messages import Message, message
from extract.records import Role
from graph.dataset.clarity import Grade, Thresholds
from graph.errors import MeasureError
from graph.measures.overlap import Strictness
from graph.measures.workload import DEFAULT_WEIGHTS, Sensitivity, check_weights

Value: TypeAlias = object  # whatever TOML holds, until it is checked
T = TypeVar("T")


class _WrongValueError(ValueError):
    """A value that makes no sense, with what it should be."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """The definitions in force."""

    clarity: Thresholds
    overlap: Strictness
    workload: Sensitivity
    weights: Mapping[Role, float]
    members: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, int]


DEFAULTS = Definitions(
    clarity=Thresholds(), overlap=Strictness(), workload=Sensitivity(), weights=DEFAULT_WEIGHTS, members={}, staff={}
)


def read_definitions(text: str) -> Definitions:
    """Read definitions from the text of a settings file; what it leaves out keeps its default.

    Raises:
        MeasureError: for text that is not TOML, an unknown section or key, or a value that makes no sense; the
            message names the place.
    """
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault("TOML", message("格式不对：{reason}", reason=str(fault))) from fault
    unknown = sorted(set(sections) - {"clarity", "overlap", "workload", "weights", "members", "staff"})
    if unknown:
        raise _fault(unknown[0], message("没有这个部分"))
    return Definitions(
        clarity=_clarity(
            _section(sections, "clarity", {"many_leads", "no_clear_lead", "placeholders", "presume_convener"})
        ),
        overlap=_overlap(_section(sections, "overlap", {"minimum", "alpha"})),
        workload=_workload(_section(sections, "workload", {"top", "shift"})),
        weights=_weights(_section(sections, "weights", {role.value for role in Role})),
        members=_members(_section(sections, "members", None)),
        staff=_staff(_section(sections, "staff", None)),
    )


def _section(sections: Mapping[str, Value], name: str, known: set[str] | None) -> Mapping[str, Value]:
    section = sections.get(name, {})
    if not isinstance(section, dict):
        raise _fault(name, message("应为一个部分"))
    unknown = sorted(set(section) - known) if known is not None else []
    if known is not None and unknown:
        raise _fault(f"{name}.{unknown[0]}", message("没有这项设置，可用：{known}", known=tuple(sorted(known))))
    return section


def _clarity(section: Mapping[str, Value]) -> Thresholds:
    default = Thresholds()
    return Thresholds(
        many_leads=_read(section, "many_leads", _whole, default.many_leads),
        no_clear_lead=_read(section, "no_clear_lead", _grades, default.no_clear_lead),
        placeholders=_read(section, "placeholders", _words, default.placeholders),
        presume_convener=_read(section, "presume_convener", _switch, default.presume_convener),
    )


def _overlap(section: Mapping[str, Value]) -> Strictness:
    default = Strictness()
    return Strictness(
        minimum=_read(section, "minimum", _whole, default.minimum), alpha=_read(section, "alpha", _real, default.alpha)
    )


def _workload(section: Mapping[str, Value]) -> Sensitivity:
    default = Sensitivity()
    return Sensitivity(
        top=_read(section, "top", _whole, default.top), shift=_read(section, "shift", _whole, default.shift)
    )


def _weights(section: Mapping[str, Value]) -> Mapping[Role, float]:
    weights = {role: _read(section, role.value, _real, DEFAULT_WEIGHTS[role]) for role in Role}
    check_weights(weights)
    return weights


def _members(section: Mapping[str, Value]) -> Mapping[str, tuple[str, ...]]:
    none: tuple[str, ...] = ()
    found = {name: _read(section, name, _words, none) for name in section}
    for name, listed in found.items():
        if not listed or any(not word.strip() for word in listed):
            raise _fault(f"members.{name}", message("名单是空的，或有空的名称"))
    return found


def _staff(section: Mapping[str, Value]) -> Mapping[str, int]:
    found = {name: _read(section, name, _whole, 0) for name in section}
    for name, people in found.items():
        if people < 1:
            raise _fault(f"staff.{name}", message("人数至少为 1"))
    return found


def _read(section: Mapping[str, Value], key: str, reader: Callable[[Value], T], default: T) -> T:
    if key not in section:
        return default
    try:
        return reader(section[key])
    except _WrongValueError as fault:
        raise _fault(key, fault.what) from fault


def _whole(value: Value) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _WrongValueError(message("应为整数，不能是 {value}", value=repr(value)))
    return value


def _switch(value: Value) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError(message("应为 true 或 false，不能是 {value}", value=repr(value)))
    return value


def _real(value: Value) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _WrongValueError(message("应为数，不能是 {value}", value=repr(value)))
    return float(value)


def _words(value: Value) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _WrongValueError(message("应为词的列表，不能是 {value}", value=repr(value)))
    return tuple(value)


def _grades(value: Value) -> tuple[Grade, ...]:
    words = _words(value)
    unknown = sorted(set(words) - {grade.value for grade in Grade})
    if unknown:
        raise _WrongValueError(
            message("没有等级“{grade}”。有：{known}。", grade=unknown[0], known=tuple(grade.value for grade in Grade))
        )
    return tuple(map(Grade, words))


def _fault(place: str, what: Message) -> MeasureError:
    return MeasureError(message("设置文件有误（{place}）：{what}", place=place, what=what))
