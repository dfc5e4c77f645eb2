from collections.abc import Collection

from businesses.models import Membership


def whereabouts(user_ids: Collection[int]) -> dict[int, list[str]]:
    """For each of these people their businesses and the villages they are in."""
    lines: dict[int, list[str]] = {}
    live = Membership.objects.filter(user__in=user_ids, is_active=True)
    for membership in live.select_related("business__village").order_by("pk"):
        business = membership.business
        village = business.village
        line = f"{business.label} · {village.get_kind_display().capitalize()} {village.name}"
        lines.setdefault(membership.user_id, []).append(line)
    return lines


def contact_numbers(user_ids: Collection[int]) -> dict[int, str]:
    """For each of these people the contact number of their oldest business that has one."""
    live = Membership.objects.filter(user__in=user_ids, is_active=True)
    known = live.exclude(business__contact_phone="").order_by("-pk")
    return dict(known.values_list("user", "business__contact_phone"))
