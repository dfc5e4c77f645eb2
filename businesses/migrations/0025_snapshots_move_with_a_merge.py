from django.db import migrations

# What a row says is never changed. Whose it is may change while two businesses are made one, or
# parted again: the service says so for its own transaction, and nothing else of the row differs.
WITH_A_MERGE = """
CREATE OR REPLACE FUNCTION businesses_snapshot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('portal.merging', true) = 'on'
        AND to_jsonb(NEW) - 'business_id' = to_jsonb(OLD) - 'business_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Snapshots are only ever added to: write a correction.'
        USING ERRCODE = 'restrict_violation';
END
$$;
"""
NEVER = """
CREATE OR REPLACE FUNCTION businesses_snapshot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Snapshots are only ever added to: write a correction.'
        USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("businesses", "0024_merges")]

    operations = [migrations.RunSQL(WITH_A_MERGE, NEVER)]
