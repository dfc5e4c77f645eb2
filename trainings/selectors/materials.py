"""Hand-outs, behind login and behind the gate of their stage."""

from datetime import datetime

from plut_portal.accounts.models import User
from trainings.models import Enrolment, Material, Stage
from trainings.selectors.gates import Ledger


def materials_of(enrolment: Enrolment, *, at: datetime) -> dict[Stage, list[Material]]:
    """What this participant may read: of the stages whose gate is open. One query beside the gates."""
    if not enrolment.is_enrolled:
        return {}
    ledger = Ledger([enrolment], at=at)
    open_stages = [step.stage for step in ledger.path(enrolment) if step.gate.is_open]
    found: dict[Stage, list[Material]] = {}
    rows = Material.objects.handed_out().filter(course__stage__in=open_stages)
    in_order = rows.select_related("course__stage").order_by(
        "course__stage__position", "course__position", "pk"
    )
    for material in in_order:
        found.setdefault(material.course.stage, []).append(material)
    return found


def may_read(user: User, material: Material, *, at: datetime) -> bool:
    """The same answer for the file's own address; whoever is not asked in gets 404."""
    if user.has_perm("trainings.view_material"):
        return True
    stage = material.course.stage
    mine = Enrolment.objects.enrolled().run_by(user).filter(batch__track=stage.track_id)
    ledger = Ledger(mine.select_related("batch"), at=at)
    return material.is_active and any(
        ledger.gate(enrolment, stage).is_open for enrolment in ledger.enrolments
    )
