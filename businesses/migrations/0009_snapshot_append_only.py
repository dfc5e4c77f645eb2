from django.db import migrations

# Django maps this class of SQLSTATE to IntegrityError. Emptying the whole table, as the
# demonstration does, is no change of a row.
FORBID = """
CREATE FUNCTION businesses_snapshot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Snapshots are only ever added to: write a correction.'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER businesses_snapshot_append_only
    BEFORE UPDATE OR DELETE ON businesses_snapshot
    FOR EACH ROW EXECUTE FUNCTION businesses_snapshot_append_only();
"""
ALLOW = """
DROP TRIGGER businesses_snapshot_append_only ON businesses_snapshot;
DROP FUNCTION businesses_snapshot_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("businesses", "0008_snapshot")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
