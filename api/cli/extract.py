"""``dutygraph extract FILE...``: read files and write what they assign, nothing else touched."""

import argparse

from api.cli.terminal import Say, Terminal
from extract.messages import message

JSONL, CSV, TURTLE, NQUADS = "jsonl", "csv", "ttl", "nq"


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=say(message("方案文件；- 为标准输入")))
    parser.add_argument("--format", choices=(JSONL, CSV, TURTLE, NQUADS), default=JSONL, help=say(message("输出格式")))
    parser.add_argument(
        "--ledger",
        action="store_true",
        help=say(message("改为输出台账（jsonl、csv）：每段文字的下落")),
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help=say(message("改为输出识别依据（jsonl）：方案地方的理由，每个提法的候选单位和理由")),
    )


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Read each file and write it out before the next; a bad file is reported and the rest goes on.

    Returns:
        0 when every file gave assignments, else 1.
    """
    if chosen.ledger and chosen.format in {TURTLE, NQUADS}:
        terminal.fault(message("--ledger 只能与 --format jsonl 或 csv 同用；三元组里本来就有台账。"))
        return 2
    if chosen.explain and (chosen.ledger or chosen.format != JSONL):
        terminal.fault(message("--explain 只能与 --format jsonl 同用。"))
        return 2
    from api.cli.extract_files import write_out  # noqa: PLC0415  help and wrong usage need no grammar

    return write_out(chosen.files, chosen.format, terminal, ledger=chosen.ledger, explain=chosen.explain)
