"""Jawaban untuk DPRD: every number with what it means and what it was to reach.

One module a question. Each number and the rows behind it come from one and the same queryset, so
that nobody can count something else than what is listed.
"""

from plut_portal.insights.answers.answer import Answer, Figure, answer
from plut_portal.insights.answers.listings import LISTINGS, Listing

__all__ = ["LISTINGS", "Answer", "Figure", "Listing", "answer"]
