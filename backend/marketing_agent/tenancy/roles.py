"""Which rights lie within which: a role that is lent is never more than the lender's."""

from marketing_agent.tenancy.schemas import Role

# An approver may decide what a marketer may not, and the other way round: neither is in the other.
_WITHIN: dict[Role, tuple[Role, ...]] = {
    "viewer": ("viewer",),
    "approver": ("viewer", "approver"),
    "marketer": ("viewer", "marketer"),
    "admin": ("viewer", "approver", "marketer", "admin"),
    "owner": ("viewer", "approver", "marketer", "admin", "owner"),
}


def roles_within(role: Role) -> tuple[Role, ...]:
    """The roles with no right that this one lacks, the least first."""
    return _WITHIN[role]


def common_role(one: Role, other: Role) -> Role:
    """The rights that both have."""
    if one in _WITHIN[other]:
        return one
    return other if other in _WITHIN[one] else "viewer"
