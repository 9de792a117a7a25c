-- One vote in one round trip: judged by the one clock, stored with its audit entry and its answer. Each step is its own statement: as one statement its snapshot would be older than its lock, and a vote could be told "counted" after the close counted without it.

CREATE OR REPLACE FUNCTION cast_vote(
  p_connection text, p_request text, p_request_body text, p_account text,
  p_circulation uuid, p_version int, p_party text, p_choice text, p_statement text, p_order text,
  p_ballot uuid, p_entry uuid
) RETURNS TABLE (
  outcome text, repeated boolean, revision int, counted_at timestamptz,
  now_revision int, now_choice text, now_statement text, now_at timestamptz, now_hash bytea, previous_choice text,
  person text, language text, body text, number text, title text, state text, deadline timestamptz, judged_at timestamptz, statement_dropped boolean
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  body_hash bytea := sha256(convert_to(p_request_body, 'UTF8'));
  seen inbox;
  c circulation;
  m mandate;
  last ballot;
  given text;
  -- marks of order are those of one network: only there an older click can be told from a newer one
  click text := p_connection || ' ' || p_order;
  seated boolean;
  who text;
  t timestamptz;
  rev int;
  commitment bytea;
  statement_hash text := CASE WHEN p_statement IS NULL THEN '-' ELSE encode(sha256(convert_to(p_statement, 'UTF8')), 'hex') END;
  entry_text text;
  frozen_hash text;
BEGIN
  repeated := false;
  statement_dropped := false;
  SELECT * INTO c FROM circulation x WHERE x.id = p_circulation;
  IF NOT FOUND THEN
    outcome := 'notFound';
    RETURN NEXT;
    RETURN;
  END IF;

  -- 1 locks before any row: body, then circulation (`body` of a circulation never changes)
  PERFORM pg_advisory_xact_lock_shared(lock_key('body', c.body));
  PERFORM pg_advisory_xact_lock_shared(lock_key('circulation', p_circulation::text));

  -- 2 the inbox: the same request twice changes nothing the second time
  INSERT INTO inbox (connection, request_id, body_hash, circulation)
    VALUES (p_connection, p_request, body_hash, p_circulation) ON CONFLICT DO NOTHING;
  SELECT * INTO seen FROM inbox i WHERE i.connection = p_connection AND i.request_id = p_request FOR UPDATE;

  -- 3 casts of one party wait for each other here
  PERFORM 1 FROM seat s WHERE s.circulation = p_circulation AND s.version = p_version AND s.party = p_party FOR UPDATE;
  seated := FOUND;

  SELECT b.* INTO last FROM ballot b
    WHERE b.circulation = p_circulation AND b.version = p_version AND b.party = p_party
    ORDER BY b.at DESC, b.revision DESC LIMIT 1;

  -- 4 the instant: when the request became durable with us
  t := umlauf_now();
  t := coalesce(seen.received_at, greatest(t, last.at));

  -- 5 state, deadline and mandate, judged at that instant
  SELECT * INTO c FROM circulation x WHERE x.id = p_circulation;
  SELECT a.person INTO who FROM account a WHERE a.connection = p_connection AND a.external_id = p_account;
  SELECT x.* INTO m FROM mandate x
    WHERE x.body = c.body AND x.party = p_party AND x.person = who
      AND x.valid_from <= t AND (x.valid_until IS NULL OR t < x.valid_until)
      AND x.known_from <= t AND (x.known_until IS NULL OR t < x.known_until)
    ORDER BY x.role DESC, x.valid_from LIMIT 1;

  IF seen.body_hash <> body_hash THEN outcome := 'otherBody';
  ELSIF seen.answer IS NOT NULL THEN
    outcome := split_part(seen.answer, ':', 1);
    revision := nullif(split_part(seen.answer, ':', 2), '')::int;
    repeated := true;
  ELSE
    given := CASE
      WHEN who IS NULL THEN 'unknownAccount'
      WHEN c.state <> 'open' THEN 'state'
      WHEN p_version <> c.version THEN 'oldVersion'
      WHEN NOT seated THEN 'noParty'
      WHEN t >= c.deadline THEN 'late'
      WHEN m.id IS NULL THEN 'noMandate'
      WHEN NOT p_choice = ANY (c.choices) THEN 'noChoice'
      WHEN starts_with(last.click_order, p_connection || ' ') AND last.click_order > click
        AND EXISTS (SELECT 1 FROM personal p WHERE p.entry = last.entry AND p.field = 'person' AND p.value = who)
        THEN 'overtaken:' || last.revision
      WHEN last.choice = p_choice AND last.statement IS NOT DISTINCT FROM p_statement AND last.at <= t
        THEN 'unchanged:' || last.revision
    END;

    IF given IS NULL THEN
      -- 6 ballot and audit entry
      SELECT coalesce(max(b.revision), 0) + 1 INTO rev FROM ballot b
        WHERE b.circulation = p_circulation AND b.version = p_version AND b.party = p_party;
      SELECT encode(f.hash, 'hex') INTO frozen_hash FROM frozen_version f WHERE f.circulation = p_circulation AND f.version = p_version;
      commitment := commit_person(p_entry, 'person', who);
      previous_choice := last.choice;
      statement_dropped := last.statement IS NOT NULL AND p_statement IS NULL;
      INSERT INTO ballot (id, circulation, version, party, revision, choice, statement, mandate, at, click_order, entry, caster, hash)
        VALUES (p_ballot, p_circulation, p_version, p_party, rev, p_choice, p_statement, m.id, t, click, p_entry, commitment,
          sha256(convert_to(concat_ws(E'\n', 'umlauf-ballot-1', p_circulation::text, frozen_hash, p_party, p_choice, rev::text,
            canonical_instant(t), statement_hash, encode(commitment, 'hex')), 'UTF8')));
      entry_text := format('{"at":%s,"caster":%s,"choice":%s,"circulation":%s,"mandate":%s,"party":%s,"revision":%s,"statement":%s,"version":%s}',
        to_json(canonical_instant(t)), to_json(encode(commitment, 'hex')), to_json(p_choice), to_json(p_circulation::text),
        to_json(m.id::text), to_json(p_party), rev, to_json(statement_hash), p_version);
      PERFORM add_audit_entry(p_entry, t, 'ballot.cast', p_circulation::text, entry_text);
      -- an event handled late but older is stored; the newer ballot goes on counting
      given := CASE WHEN last.at > t THEN 'older:' ELSE 'counted:' END || rev;
    END IF;

    -- 7 the answer, in the same transaction
    UPDATE inbox i SET answer = given WHERE i.connection = p_connection AND i.request_id = p_request;
    outcome := split_part(given, ':', 1);
    revision := nullif(split_part(given, ':', 2), '')::int;
  END IF;

  SELECT b.* INTO last FROM ballot b
    WHERE b.circulation = p_circulation AND b.version = c.version AND b.party = p_party
    ORDER BY b.at DESC, b.revision DESC LIMIT 1;
  -- somebody without a mandate learns nothing of the party's vote
  IF m.id IS NOT NULL THEN
    now_revision := last.revision; now_choice := last.choice; now_statement := last.statement; now_at := last.at; now_hash := last.hash;
  END IF;
  IF revision IS NOT NULL THEN
    SELECT b.at INTO counted_at FROM ballot b
      WHERE b.circulation = p_circulation AND b.version = p_version AND b.party = p_party AND b.revision = cast_vote.revision;
  END IF;
  person := who;
  SELECT p.language INTO language FROM preference p WHERE p.person = who;
  body := c.body; number := c.number; title := c.title; state := c.state; deadline := c.deadline; judged_at := t;
  RETURN NEXT;
END $$;
