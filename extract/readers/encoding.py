"""Decide how bytes spell a text: UTF-8, UTF-16, GB18030 (which contains GBK and GB2312) or Big5."""

import codecs
from collections import Counter
from dataclasses import dataclass
from typing import Final

from extract.formats import READABLE
from extract.messages import message
from extract.patterns import pattern
from extract.readers.refusal import unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES: Final = 2**16  # even, so that a sample of UTF-16 ends between two units
_TINY_SHARE: Final = 1 / 500  # of all characters may be undecodable, and go on as U+FFFD
_TINY_COUNT: Final = 2  # so many are tiny in a text of any length: a file cut inside a character
_PLAUSIBLE_SHARE: Final = 0.9
_CONTROL_SHARE: Final = 1 / 200

# The most frequent characters of Chinese plans, simplified and traditional: a wrong decoding hits them by chance only.
_FREQUENT: Final = frozenset(
    "的一是不了在人有我他这中大来上国和地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三"
    "又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常"
    "先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场"
    "件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求"
    "据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运推进落实责任单位牵头配合办公室委局厅政府关于加强完善"
    "這來國說時會個們對為發後種過學還開從實無長與當動經業關點產見應將條總體機區數門單處員間書報給變導傳務計設統據權標準"
    "，。、；：！？（）《》“”—…　0123456789 \n\r\t"
)
_EXPECTED: Final = pattern(
    r"[\t\n\r\x0c\x20-\x7e\u2000-\u206f\u2460-\u24ff\u2500-\u257f\u25a0-\u25ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_CONTROL: Final = pattern(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and how it was spelt."""

    text: str
    encoding: str


def decode(data: bytes, name: str, hint: str = "") -> Decoded:
    """Decode bytes, a byte order mark dropped and newlines left as they are.

    Guarantees:
        1. The text holds no NUL and no lone surrogate.
        2. Undecodable stretches become U+FFFD when they are tiny; otherwise the source is refused.

    Args:
        data: the entire source.
        name: its name, for the error.
        hint: an encoding the source itself declares; tried first and not believed when it does not fit.

    Raises:
        UnreadableSourceError: when the bytes are no text, or mix encodings.
    """
    encoding, skip = _encoding(data, hint)
    if not encoding:
        raise _no_text(name)
    text = data[skip:].decode(encoding, errors="replace")
    _check_damage(text, name)
    _check_controls(text, name)
    return Decoded(text=text, encoding=encoding)


def _encoding(data: bytes, hint: str) -> tuple[str, int]:
    """The encoding and the length of its mark; "" when none fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE_BYTES]
    if b"\x00" not in sample and _is_utf8(data, sample):
        return "utf-8", 0
    return _most_plausible(sample, hint), 0


def _is_utf8(data: bytes, sample: bytes) -> bool:
    """Whether the bytes are UTF-8, but for a stretch so small that :func:`decode` will mend it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = sample.decode("utf-8", errors="replace")
        wide = sum(1 for character in text if character > "\u07ff") - text.count("\ufffd")
        return text.count("\ufffd") <= _TINY_COUNT + len(text) * _TINY_SHARE and wide > 0
    return True


def _most_plausible(sample: bytes, hint: str) -> str:
    candidates = ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]
    if b"\x00" in sample:
        candidates = ["utf-16-le", "utf-16-be"]
    best, best_score = "", 0.0
    for encoding in candidates:
        score = _score(sample, encoding) + (0.05 if encoding == _family(hint) else 0.0)
        if score > best_score:
            best, best_score = encoding, score
    return best


def _score(sample: bytes, encoding: str) -> float:
    """How much a decoding looks like Chinese prose, from 0 (not at all) to 1."""
    text = sample.decode(encoding, errors="replace")
    if not text or len(_EXPECTED.findall(text)) < _PLAUSIBLE_SHARE * len(text):
        return 0.0
    counts = Counter(text)
    return sum(count for character, count in counts.items() if character in _FREQUENT) / len(text) + 0.001


def _family(hint: str) -> str:
    """The candidate that a declared name belongs to: GBK and GB2312 are parts of GB18030."""
    try:
        known = codecs.lookup(hint).name
    except LookupError:
        return ""
    if known in {"gb2312", "gbk", "gb18030", "hz"}:
        return "gb18030"
    return "big5hkscs" if known.startswith("big5") else known


def _check_damage(text: str, name: str) -> None:
    lost = text.count("\ufffd")
    if lost > max(_TINY_COUNT, len(text) * _TINY_SHARE):
        what = message("有 {lost:,} 处字节无法解码，可能混用了多种编码或已损坏", lost=lost)
        remedy = message("请用文本编辑器另存为 UTF-8 后再导入")
        raise unreadable(name, what=what, remedy=remedy)


def _check_controls(text: str, name: str) -> None:
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) * _CONTROL_SHARE:
        raise _no_text(name)


def _no_text(name: str) -> Exception:
    what = message("不是文本文件（含二进制内容，或编码无法识别）")
    remedy = message("请导入原文件，可读的格式有：{formats}", formats=READABLE)
    return unreadable(name, what=what, remedy=remedy)
