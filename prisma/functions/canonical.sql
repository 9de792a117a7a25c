-- Canonical JSON of the few value kinds that the hot functions write, equal to core's canonicaliser (a test compares them); never jsonb, whose order of keys is not ours.

CREATE OR REPLACE FUNCTION canonical_instant(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
