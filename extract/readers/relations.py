"""Find the parts of an Office file as the file itself says: by relations, independent of the names of the parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from posixpath import dirname, join, normpath
from typing import Final

from extract.patterns import pattern
from extract.readers.package import Package

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL: Final = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")
_USUAL_PARTS: Final = ("numbering", "styles", "footnotes", "endnotes", "sharedStrings")
_MAIN: Final = "officeDocument"
_ROOT: Final = pattern(rb"<(?:\w+:)?(document|workbook|presentation)[\s>]")


class MainPart(StrEnum):
    """What the main part of a package is, by the name of its root or its ending."""

    WORD = "document"
    WORKBOOK = "workbook"
    SLIDES = "presentation"
    BINARY = "bin"
    OFD = "OFD"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRelation:
    """A part that another part names; ``kind`` is the last word of its type: styles, footnotes, aFChunk."""

    id: str
    kind: str
    target: str  # the name of the member as the zip has it, or an address outside
    outside: bool = False


def relations_of(package: Package, part: str) -> tuple[PartRelation, ...]:
    """List what a part refers to; "" is the package itself. Source: ECMA-376 part 2, 9.3.

    Raises:
        UnreadableSourceError: when the list is broken.
    """
    listed = package.find(join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels"))
    if not listed:
        return ()
    found: list[PartRelation] = []
    for relation in package.xml(listed).iter(_RELATION):
        target = relation.get("Target") or ""
        outside = relation.get("TargetMode") == "External"
        place = normpath(target.lstrip("/") if target.startswith("/") else join(dirname(part), target))
        kind = (relation.get("Type") or "").rpartition("/")[2]
        member = target if outside else package.find(place) or place
        found.append(PartRelation(id=relation.get("Id") or "", kind=kind, target=member, outside=outside))
    return tuple(found)


def by_kind(relations: tuple[PartRelation, ...], package: Package, main: str) -> Mapping[str, str]:
    """The first member of each kind that the package contains; parts that no relation names are found by their usual name."""
    usual = {kind: package.find(join(dirname(main), f"{kind}.xml")) for kind in _USUAL_PARTS}
    found: dict[str, str] = {}
    for relation in relations:
        if relation.target in package.members:
            found.setdefault(relation.kind, relation.target)
    return {**{kind: member for kind, member in usual.items() if member}, **found}


def main_part(package: Package) -> str:
    """The member that holds the body: as the package says, else under its usual name; "" for no Office file."""
    said = (relation.target for relation in relations_of(package, "") if relation.kind == _MAIN)
    return next((member for member in (*said, *map(package.find, _USUAL)) if member in package.members), "")


def kind_of_package(package: Package) -> MainPart:
    """Tell what a zip is.

    Raises:
        UnreadableSourceError: when it is an Office file whose body cannot be unpacked.
    """
    if package.find("OFD.xml"):
        return MainPart.OFD
    member = main_part(package)
    if not member or member.endswith(".bin"):
        return MainPart.BINARY if member else MainPart.NONE
    root = _ROOT.search(package.head(member))
    return MainPart(root[1].decode()) if root else MainPart.NONE
