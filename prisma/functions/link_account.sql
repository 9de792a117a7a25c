-- Links an account to a person by a code, and ends such a link: the code, its limit of guesses and the account are judged and changed in one transaction; leaves who may ask to core.

CREATE OR REPLACE FUNCTION lock_bodies() RETURNS void
LANGUAGE plpgsql AS $$
-- As a council file being applied does: casts wait while it changes whose account is whose.
DECLARE
  b text;
BEGIN
  -- in the order in which the file is applied, whatever the database sorts by
  FOR b IN SELECT x.body FROM (SELECT DISTINCT m.body FROM mandate m) x ORDER BY x.body COLLATE "C" LOOP
    PERFORM pg_advisory_xact_lock(lock_key('body', b));
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION ask_link_code(
  p_connection text, p_account text, p_person text, p_hash bytea, p_seconds int
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(lock_key('link', p_connection || ' ' || p_account));
  t := umlauf_now() + p_seconds * interval '1 second';
  -- two of them: where a request was repeated, either answer may be the one that is read
  INSERT INTO link_code (connection, external_id, slot, hash, person, valid_until)
    SELECT p_connection, p_account, s, p_hash, p_person, t FROM generate_series(0, 1) s
      LEFT JOIN link_code c ON c.connection = p_connection AND c.external_id = p_account AND c.slot = s
      ORDER BY c.valid_until NULLS FIRST, s LIMIT 1
    ON CONFLICT (connection, external_id, slot) DO UPDATE SET
      hash = excluded.hash, person = excluded.person, valid_until = excluded.valid_until;
END $$;

CREATE OR REPLACE FUNCTION report_link(p_entry uuid, p_at timestamptz, p_kind text, p_link uuid, p_by text) RETURNS void
LANGUAGE sql AS $$
-- Whose account it is stands in the log only as the number of the link, and who changed it as a commitment.
  SELECT add_audit_entry(p_entry, p_at, p_kind, p_link::text, format('{"at":%s,"by":%s,"link":%s}',
    to_json(canonical_instant(p_at)), to_json(encode(commit_person(p_entry, 'person', p_by), 'hex')), to_json(p_link::text)))
$$;

CREATE OR REPLACE FUNCTION link_account(
  p_connection text, p_account text, p_hash bytea, p_person text, p_by text, p_most int, p_link uuid, p_entry uuid
) RETURNS TABLE (outcome text, of_connection text, of_account text, of_person text)
LANGUAGE plpgsql AS $$
-- With p_person somebody else (p_by) names whose the account is that asked for the code; without, the account that asks
-- now takes the person of whoever asked for the code.
DECLARE
  t timestamptz;
  l account_link;
  c link_code;
  g link_guess;
BEGIN
  PERFORM pg_advisory_xact_lock(lock_key('link', p_connection || ' ' || p_account));
  t := umlauf_now();

  -- the link is its own receipt: the same request again finds it
  SELECT * INTO l FROM account_link x WHERE x.code = p_hash AND x.ended_at IS NULL AND (
    CASE WHEN p_person IS NULL THEN x.connection = p_connection AND x.external_id = p_account
    ELSE x.person = p_person AND x.linked_by = p_by END);
  IF FOUND THEN
    RETURN QUERY SELECT 'linked', l.connection, l.external_id, l.person;
    RETURN;
  END IF;

  SELECT * INTO g FROM link_guess x WHERE x.connection = p_connection AND x.external_id = p_account;
  IF g.guesses >= p_most AND t < g.since + interval '1 hour' THEN
    RETURN QUERY SELECT 'tooMany', NULL, NULL, NULL;
    RETURN;
  END IF;

  SELECT * INTO c FROM link_code x WHERE x.hash = p_hash FOR UPDATE;
  -- whoever waited for the code is judged after it
  t := umlauf_now();
  IF t < c.valid_until AND (c.person IS NULL) = (p_person IS NOT NULL) THEN
    of_person := coalesce(c.person, p_person);
    of_connection := CASE WHEN c.person IS NULL THEN c.connection ELSE p_connection END;
    of_account := CASE WHEN c.person IS NULL THEN c.external_id ELSE p_account END;
    PERFORM lock_bodies();
    -- whoever asked is still who they were: of that person, or of none
    INSERT INTO account (connection, external_id, person) SELECT of_connection, of_account, of_person
      WHERE c.person IS NOT DISTINCT FROM (
        SELECT a.person FROM account a WHERE a.connection = c.connection AND a.external_id = c.external_id)
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      -- one whose person the council file no longer has
      UPDATE account_link x SET ended_at = t, ended_by = coalesce(p_by, of_person)
        WHERE x.connection = of_connection AND x.external_id = of_account AND x.ended_at IS NULL;
      INSERT INTO account_link (id, connection, external_id, person, code, linked_at, linked_by)
        VALUES (p_link, of_connection, of_account, of_person, p_hash, t, coalesce(p_by, of_person));
      UPDATE link_code x SET valid_until = t WHERE t < x.valid_until
        AND (x.hash = p_hash OR (x.connection = of_connection AND x.external_id = of_account));
      PERFORM report_link(p_entry, t, 'account.linked', p_link, coalesce(p_by, of_person));
      outcome := 'linked';
      RETURN NEXT;
      RETURN;
    END IF;
  END IF;

  INSERT INTO link_guess AS x (connection, external_id, since, guesses) VALUES (p_connection, p_account, t, 1)
    ON CONFLICT (connection, external_id) DO UPDATE SET
      guesses = CASE WHEN t < x.since + interval '1 hour' THEN x.guesses + 1 ELSE 1 END,
      since = CASE WHEN t < x.since + interval '1 hour' THEN x.since ELSE t END;
  RETURN QUERY SELECT 'wrong', NULL, NULL, NULL;
END $$;

CREATE OR REPLACE FUNCTION unlink_account(p_connection text, p_account text, p_by text, p_entry uuid) RETURNS text
LANGUAGE plpgsql AS $$
-- Ends the link of an account; returns whose it was, nothing where there was none.
DECLARE
  t timestamptz;
  l account_link;
BEGIN
  PERFORM lock_bodies();
  t := umlauf_now();
  UPDATE account_link x SET ended_at = t, ended_by = p_by
    WHERE x.connection = p_connection AND x.external_id = p_account AND x.ended_at IS NULL RETURNING x.* INTO l;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM account x
    WHERE x.connection = p_connection AND x.external_id = p_account AND x.person = l.person;
  PERFORM report_link(p_entry, t, 'account.unlinked', l.id, p_by);
  RETURN l.person;
END $$;
