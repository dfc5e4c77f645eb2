"""Refusals a visitor may read. Everything unforeseen is left to crash."""


class PortalError(Exception):
    """A foreseen refusal: its text is shown to the person, its status goes out with the page."""

    status = 409
    # Whether another time would help, so that the sentence stands beside the times.
    about_the_time = False
