"""What the transaction at hand has written so far, by table."""

from django.db import connection

# Sessions remember that one was here; nothing else may.
WRITES = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
    FROM pg_stat_xact_user_tables
    WHERE relname <> 'django_session' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def writes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())
