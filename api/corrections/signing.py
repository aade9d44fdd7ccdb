"""Sign a correction: who, when and why; the clock is looked at here, and nowhere below."""

from dataclasses import dataclass
from datetime import UTC, datetime

from graph.corrections import Change, Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPlace:
    """Words of a plan and where they are; empty for changes that need none."""

    words: str = ""
    start: int = 0
    end: int = 0


NOWHERE = QuotedPlace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who corrects, when and why."""

    who: str
    when: str
    why: str

    def correction(
        self,
        change: Change,
        target: str,
        *,
        value: str = "",
        role: str = "",
        place: QuotedPlace = NOWHERE,
        parts: tuple[str, ...] = (),
    ) -> Correction:
        """Sign one change."""
        return Correction(
            change=change,
            target=target,
            value=value,
            role=role,
            words=place.words,
            start=place.start,
            end=place.end,
            parts=parts,
            who=self.who,
            when=self.when,
            why=self.why,
        )


def signed_now(who: str, why: str) -> Signature:
    """Sign with the time of day, to the microsecond, so that two equal judgements stay two."""
    return Signature(who=who.strip(), when=datetime.now(UTC).isoformat(timespec="microseconds"), why=why.strip())


def short(iri: str) -> str:
    """The short name of a correction."""
    return iri.rpartition("/")[2]
