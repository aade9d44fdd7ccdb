"""What is wrong with a command line, in words of the reader's language; argparse says it in English alone."""

import re
from collections.abc import Callable

from extract.messages import Message, message

_REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Message]], ...] = (
    (
        re.compile(r"the following arguments are required: (.+)"),
        lambda found: message("缺少参数 {names}", names=found[1]),
    ),
    (re.compile(r"unrecognized arguments: (.+)"), lambda found: message("没有参数 {names}", names=found[1])),
    (
        re.compile(r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)", re.DOTALL),
        lambda found: message(
            "{name} 不能是“{given}”，可以是 {choices}", name=found[1], given=found[2], choices=found[3].replace("'", "")
        ),
    ),
    (re.compile(r"argument (.+): expected one argument"), lambda found: message("{name} 后须写一个值", name=found[1])),
    (
        re.compile(r"argument (.+): expected at least one argument"),
        lambda found: message("{name} 后至少须写一个值", name=found[1]),
    ),
    (
        re.compile(r"argument (.+): not allowed with argument (.+)"),
        lambda found: message("{name} 不能与 {other} 同时使用", name=found[1], other=found[2]),
    ),
    (
        re.compile(r"argument (.+): invalid (?:int|float) value: '(.*)'", re.DOTALL),
        lambda found: message("{name} 须为数字，不能是“{given}”", name=found[1], given=found[2]),
    ),
    (
        re.compile(r"one of the arguments (.+) is required"),
        lambda found: message("须写下列参数之一：{names}", names=found[1]),
    ),
    (
        re.compile(r"argument (.+): ignored explicit argument .*", re.DOTALL),
        lambda found: message("{name} 后不写值", name=found[1]),
    ),
    (  # last: the reason is what an argument accepts, as the commands write it
        re.compile(r"argument (.+): ([^a-z].*|[a-z-]+(?:, [a-z-]+)+)"),
        lambda found: message("{name} 只能是 {allowed}", name=found[1], allowed=found[2]),
    ),
)


def wrong_usage(reason: str) -> Message:
    """Say that the command line is wrong, and why; a reason that is not known stays as argparse says it.

    >>> str(wrong_usage("the following arguments are required: --out"))
    '用法有误：缺少参数 --out。'
    >>> str(wrong_usage("argument --port: 0–65535"))
    '用法有误：--port 只能是 0–65535。'
    """
    for pattern, said in _REASONS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return message("用法有误：{reason}。", reason=said(found))
    return message("用法有误：{reason}", reason=reason)
