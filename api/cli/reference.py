"""``dutygraph reference``: the distribution of figures of the plans of an archive, by kind and level, without any text."""

import argparse
import sys
from pathlib import Path

from api.cli.opening import corpus_chosen, data_option, scope_option
from api.cli.terminal import Say, Terminal
from extract.messages import message
from graph.measures.views import of_plans
from graph.reference.figures import FEWEST_PLANS, reference, written


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare what the command takes."""
    data_option(parser, say)
    scope_option(parser, say)
    parser.add_argument("--date", required=True, metavar="YYYY-MM-DD", help=say(message("写入表中的统计日期")))
    parser.add_argument("--out", type=Path, metavar="FILE", help=say(message("写到文件，默认写到标准输出")))


def run(chosen: argparse.Namespace, terminal: Terminal) -> int:
    """Count the plans of each kind and level and write the figures as CSV."""
    corpus = corpus_chosen(chosen)
    rows = reference((of_plans(corpus, (plan.iri,)) for plan in corpus.plans), chosen.date)
    if not rows:
        terminal.note(message("每一类、每一级都不足 {fewest} 份方案，没有参考分布。", fewest=FEWEST_PLANS))
    if chosen.out:
        chosen.out.write_text(written(rows), encoding="utf-8")
    else:
        sys.stdout.write(written(rows))
    return 0
