"""What roles, things and ties between things are called, as texts of the catalogue."""

from collections.abc import Mapping

from extract.messages import Message, message
from extract.records import Role

ROLES: Mapping[str, Message] = {
    Role.LEAD: message("牵头"),
    Role.SUPPORT: message("配合"),
    Role.JOINT: message("分工负责"),
    Role.IMPLEMENT: message("落实"),
    Role.GUIDE: message("指导"),
    Role.SUPERVISE: message("督办"),
}
THINGS: Mapping[str, Message] = {
    "group": message("群组"),
    "unit": message("单位"),
    "task": message("任务"),
    "section": message("部分"),
    "plan": message("方案"),
}
TIE_NAMES: Mapping[str, Message] = {
    "backbone": message("共同任务明显偏多"),
    "shared": message("其他主要联系（共同任务）"),
    "part_of": message("属于"),
}
