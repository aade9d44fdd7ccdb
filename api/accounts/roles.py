"""The roles of accounts: each may do what the ones before it may."""

from enum import StrEnum


class AccountRole(StrEnum):
    """What an account may do."""

    READER = "reader"  # read
    EDITOR = "editor"  # import, correct, assign and comment
    REVIEWER = "reviewer"  # decide findings
    ADMINISTRATOR = "administrator"  # accounts, log, backup

    def may(self, needed: "AccountRole") -> bool:
        """Whether this role is enough where another one is needed.

        >>> AccountRole.REVIEWER.may(AccountRole.EDITOR), AccountRole.READER.may(AccountRole.EDITOR)
        (True, False)
        """
        order = tuple(AccountRole)
        return order.index(self) >= order.index(needed)
