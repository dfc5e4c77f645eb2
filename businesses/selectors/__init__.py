"""Reads that combine several tables."""

from businesses.selectors.answers import answers, fingerprint
from businesses.selectors.carried import (
    Plan,
    Side,
    carried_in_words,
    in_words,
    merging_plan,
    sides,
)
from businesses.selectors.completion import (
    STEPS,
    Completion,
    Dossier,
    Step,
    completion,
    completions,
    dossiers,
    step,
)
from businesses.selectors.duplicates import (
    Group,
    Likeness,
    are_similar,
    duplicate_groups,
    likely_duplicates,
)
from businesses.selectors.figures import Figures, figures_by_business, latest_figures
from businesses.selectors.kbli import entries_about, entries_to_choose
from businesses.selectors.ladder import Ladder, ladder
from businesses.selectors.permits import (
    PermitState,
    counting_permits,
    counting_permits_of_all,
    kind_asked,
    lacks,
    marketing_permit_needed,
    permit_for,
    permit_states,
    permits_needed,
    permits_of,
    with_nib,
)
from businesses.selectors.products import Offer, is_kept_out, offer_of, products_of
from businesses.selectors.whereabouts import contact_numbers, whereabouts

__all__ = [
    "STEPS",
    "Completion",
    "Dossier",
    "Figures",
    "Group",
    "Ladder",
    "Likeness",
    "Offer",
    "PermitState",
    "Plan",
    "Side",
    "Step",
    "answers",
    "are_similar",
    "carried_in_words",
    "completion",
    "completions",
    "contact_numbers",
    "counting_permits",
    "counting_permits_of_all",
    "dossiers",
    "duplicate_groups",
    "entries_about",
    "entries_to_choose",
    "figures_by_business",
    "fingerprint",
    "in_words",
    "is_kept_out",
    "kind_asked",
    "lacks",
    "ladder",
    "latest_figures",
    "likely_duplicates",
    "marketing_permit_needed",
    "merging_plan",
    "offer_of",
    "permit_for",
    "permit_states",
    "permits_needed",
    "permits_of",
    "products_of",
    "sides",
    "step",
    "whereabouts",
    "with_nib",
]
