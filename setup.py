"""Refuse to build a distribution without the front end; everything else is said in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent
NEEDED = (
    *(f"api/static/dist/{name}.js" for name in ("graph", "import", "overview", "query", "reader")),
    "graph/drawing/dist/snapshot.js",
)
REASON = """
前端尚未构建：{folder} 中缺少 {missing}。请先运行 make wheel（或 .ci/web build），再打包。
The front end is not built: {folder} lacks {missing}. Run make wheel (or .ci/web build) first.
"""


def check_front_end() -> None:
    """End with the reason where a file of the front end is missing."""
    missing = [name for name in NEEDED if not (ROOT / name).is_file()]
    if missing:
        raise SystemExit(REASON.format(folder=ROOT, missing=", ".join(missing)))


class BuildModules(build_py):
    """Copies the packages; an editable installation has none to copy, and may be made before the front end."""

    def run(self) -> None:
        """Check the front end first."""
        if not self.editable_mode:
            check_front_end()
        super().run()


class SourceDistribution(sdist):
    """Packs the sources with the front end as it is built, so that no Node is needed to make a wheel of them."""

    def run(self) -> None:
        """Check the front end first."""
        check_front_end()
        super().run()


setup(cmdclass={"build_py": BuildModules, "sdist": SourceDistribution})
