"""What the roles are called, as texts of the catalogue."""

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
