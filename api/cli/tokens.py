"""The token of a server: from a file or the environment, never from the command line, which every user of a machine can read."""

import argparse
import os
from pathlib import Path

from api.cli.terminal import Say
from extract.messages import message
from graph.errors import GraphError

VARIABLE = "DUTYGRAPH_TOKEN"
LEAST_LENGTH = 16
LEAST_DIFFERENT = 8  # characters
LONGEST = 4096


class TokenError(GraphError):
    """The token cannot be read, or is too easy to guess for an address that others can reach."""


def token_option(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare ``--token-file``."""
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=say(message("写入口令所在的文件；默认取环境变量 {variable}，再无则随机生成并印出", variable=VARIABLE)),
    )


def token_chosen(chosen: argparse.Namespace) -> str:
    """Read the token that the person chose; empty where there is none.

    Raises:
        TokenError: the file cannot be read, or is empty.
    """
    file: Path | None = chosen.token_file
    if file is None:
        return os.environ.get(VARIABLE, "")
    try:
        token = file.read_text(encoding="utf-8")[:LONGEST].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenError(message("读不了口令文件 {file}：{error}", file=str(file), error=str(error))) from error
    if not token:
        raise TokenError(message("口令文件 {file} 是空的。", file=str(file)))
    return token


def check_token(token: str, host: str) -> None:
    """Refuse a missing or weak token for an address that other computers reach.

    Raises:
        TokenError: with what to do.
    """
    if not token:
        raise TokenError(
            message(
                "监听 {host} 会让其他电脑访问。请先用 dutygraph user add 建立账户，或用环境变量 {variable} 或 --token-file "
                "设置口令，或改用 127.0.0.1。",
                host=host,
                variable=VARIABLE,
            )
        )
    if weak(token):
        raise TokenError(
            message(
                "口令太容易猜到，不能用在其他电脑可访问的地址 {host} 上。请用至少 {length} 个字符、"
                "其中至少 {different} 个不同的口令。",
                host=host,
                length=str(LEAST_LENGTH),
                different=str(LEAST_DIFFERENT),
            )
        )


def weak(token: str) -> bool:
    """Whether a token is short, or made of few characters.

    >>> weak("1"), weak("1" * 40), weak("Qm3-v7Tz_8sLwX2p")
    (True, True, False)
    """
    return len(token) < LEAST_LENGTH or len(set(token)) < LEAST_DIFFERENT
