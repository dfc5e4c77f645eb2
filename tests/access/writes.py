"""What the transaction at hand has written so far, by table."""

from django.db import connection

# Sessions remember that one was here; nothing else may. What pg_stat_xact_user_tables says, without
# what it also counts of indexes: this is asked before and after every page.
WRITES = """
    SELECT relname, written
    FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid) AS written
        FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ) AS tables
    WHERE written > 0 AND relname <> 'django_session'
"""


def writes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())
