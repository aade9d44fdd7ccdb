"""Options and openings that several commands share: the data folder, and the corpus in it."""

import argparse
from pathlib import Path

from extract.records import Bilingual
from graph.errors import DataFolderError
from graph.load import load
from graph.rows import Corpus
from graph.store import open_store

DATA = Path("dutygraph-data")


def data_option(parser: argparse.ArgumentParser) -> None:
    """Declare ``--data DIR``."""
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help=f"数据目录，默认 {DATA} / data folder, {DATA} by default"
    )


def existing(folder: Path) -> Path:
    """Give back ``folder`` if there is one: a command that only reads makes none.

    Raises:
        DataFolderError: when the folder does not exist.
    """
    if not folder.exists():
        raise DataFolderError(
            Bilingual(
                zh=f"没有数据目录 {folder}。请先运行 dutygraph build 文件… --data {folder}，或用 --data 指定已有的目录。",
                en=f"There is no data folder {folder}. Run dutygraph build FILE... --data {folder} first, "
                "or name an existing one with --data.",
            )
        )
    return folder


def corpus_at(folder: Path) -> Corpus:
    """Load the rows of all plans in a data folder."""
    with open_store(existing(folder)) as store:
        return load(store)
