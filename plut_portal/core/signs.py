"""Codes that people read out on the telephone and type from paper."""

import secrets

# Without 0 and O, 1 and I, L and U, which are misread and misheard, and without A, E and Y, with
# which a code could happen to be a word.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"


def random_code(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(length))
