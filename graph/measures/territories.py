"""Tell the governments of territories, whose duties are divided by place and not by subject.

The forms handled::

    韩城市人民政府   杨凌农业高新技术产业示范区管理委员会   各设区市人民政府   各县（市、区）人民政府   各设区市

    not:  省人民政府办公厅   人民政府国有资产监督管理委员会   各有关部门
"""

import re

from extract.records import Level, UnitKind
from extract.units.collectives import collective
from graph.dataset.rows import UnitRow

_GOVERNMENT = re.compile(
    r"^(?:人民政府|政府|行政公署|街道办事处)$|(?:新区|高新区|开发区|示范区|试验区|保税区|功能区|园区|度假区)(?:管理委员会|管委会)$"
)


def is_territory(unit: UnitRow) -> bool:
    """Decide whether a unit is the government of a territory, or a set of such governments."""
    if unit.kind == UnitKind.SINGLE:
        return bool(_GOVERNMENT.search(unit.body))
    if unit.kind != UnitKind.COLLECTIVE or unit.level not in set(Level):
        return False
    group = collective(unit.body, Level(unit.level))
    return group is not None and group.governments
