-- Ends the voting, exactly once, when the deadline has passed and every event received before it is handled; leaves the result to be computed from ballots that can no longer change.

CREATE OR REPLACE FUNCTION close_circulation(p_circulation uuid, p_entry uuid) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  c circulation;
  t timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(lock_key('circulation', p_circulation::text));
  t := umlauf_now();
  SELECT * INTO c FROM circulation x WHERE x.id = p_circulation FOR UPDATE;
  IF NOT FOUND THEN RETURN 'notFound'; END IF;
  IF c.state <> 'open' THEN RETURN 'already'; END IF;
  IF t < c.deadline THEN RETURN 'notDue'; END IF;
  IF EXISTS (SELECT 1 FROM inbox i
             WHERE i.circulation = p_circulation AND i.answer IS NULL AND i.received_at < c.deadline AND i.failures < 5) THEN
    RETURN 'unhandled';
  END IF;
  UPDATE circulation SET state = 'closed', closed_at = t, revision = revision + 1 WHERE id = p_circulation;
  PERFORM add_audit_entry(p_entry, t, 'circulation.closed', p_circulation::text,
    format('{"at":%s,"circulation":%s,"deadline":%s,"version":%s}', to_json(canonical_instant(t)),
      to_json(p_circulation::text), to_json(canonical_instant(c.deadline)), c.version));
  RETURN 'closed';
END $$;
