"""Who may do what.  Sign-in tells who a person is; these rules tell what their roles allow."""

from collections.abc import Collection

ROLES = ("viewer", "clerk", "reviewer", "approver", "assessor", "administrator")
"""查看人员, 填报人, 审核人, 审定人, 考评人员, 系统管理员."""

ALLOWED: dict[str, tuple[str, ...]] = {
    "figure.submit": ("clerk", "reviewer", "approver"),
    "figure.review": ("reviewer", "approver"),
    "figure.approve": ("approver",),
    "figure.note": ("clerk", "reviewer", "approver"),
    "difference.settle": ("reviewer", "approver"),
    "quantity.map": ("clerk", "reviewer", "approver"),
    "progress.record": ("clerk", "reviewer", "approver"),
    "progress.accept": ("reviewer", "approver"),
    "target.propose": ("clerk", "reviewer", "approver"),
    "target.confirm": ("approver",),
    "task.assign": ("reviewer", "approver"),
    "task.answer": ("clerk", "reviewer", "approver"),
    "task.close": ("reviewer", "approver"),
    "document.load": ("clerk", "reviewer", "approver", "administrator"),
    "material.add": ("clerk", "reviewer", "approver"),
    "material.purge": ("reviewer", "approver", "administrator"),
    "hand.enter": ("clerk", "reviewer", "approver"),
    "ledger.load": ("clerk", "reviewer", "approver", "administrator"),
    "ledger.lock": ("reviewer", "approver"),
    "ledger.accept_late": ("reviewer", "approver"),
    "edition.approve": ("approver",),
    "settings.change": ("administrator",),
    "token.issue": ("administrator",),
    "round.open": ("assessor",),
    "round.close": ("assessor",),
    "assess.fill": ("clerk", "reviewer", "approver"),
    "assess.submit": ("approver",),
    "assess.object": ("approver",),
    "assess.score": ("assessor",),
    "assess.rule": ("assessor",),
    "assess.rectify": ("assessor",),
    "query.save": ROLES,
    "log.read": ("reviewer", "approver", "assessor", "administrator"),
    "log.export": ("administrator",),
}
"""Action → the roles that may do it, the one that does it usually first."""


def role_for(action: str, roles: Collection[str]) -> str | None:
    """The role in which a person with these roles does an action; None where none of them may."""
    return next((role for role in ALLOWED[action] if role in roles), None)
