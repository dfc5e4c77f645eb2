"""What the page of a consultant in the office sends, rows of its tables included."""

PREFIXES = ("weekly_hours", "extra_hours", "leaves")


def consultant_page(consultant, *, is_active=True, **rows):
    """The page's data as it stands, with these rows: a dict each, with its `id` when it exists."""
    data = {
        "slug": consultant.slug,
        "expertises": [expertise.pk for expertise in consultant.expertises.all()],
        "bio": consultant.bio,
        "meeting_link": consultant.meeting_link,
        "position": consultant.position,
    }
    if is_active:
        data["is_active"] = "on"
    for prefix in PREFIXES:
        given = rows.get(prefix, [])
        data[f"{prefix}-TOTAL_FORMS"] = len(given)
        data[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in given)
        for number, row in enumerate(given):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def hours_row(hours, **changes):
    """A window as the page sends it back."""
    row = {
        "id": hours.pk,
        "consultant": hours.consultant_id,
        "weekday": hours.weekday,
        "opens": str(hours.opens)[:5],
        "closes": str(hours.closes)[:5],
        "valid_from": hours.valid_from or "",
        "valid_until": hours.valid_until or "",
    }
    ticks = {name: "on" for name in ("at_office", "online", "on_visit") if getattr(hours, name)}
    return row | ticks | changes
