-- Since when it is not known whether a post arrived, and accounts linked to persons by code. Functions stand as they are now in prisma/functions.

-- AlterTable
ALTER TABLE "post" ADD COLUMN     "tried_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "account_link" (
    "id" UUID NOT NULL,
    "connection" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "code" BYTEA NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "linked_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "connection" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "person" TEXT,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("connection","external_id","slot")
);

-- CreateTable
CREATE TABLE "link_guess" (
    "connection" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "guesses" INTEGER NOT NULL,

    CONSTRAINT "link_guess_pkey" PRIMARY KEY ("connection","external_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_link_code_key" ON "account_link"("code");

-- CreateIndex
CREATE INDEX "account_link_connection_external_id_idx" ON "account_link"("connection", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "link_code_hash_key" ON "link_code"("hash");

-- Its answer has a column more, which CREATE OR REPLACE does not allow.
DROP FUNCTION claim_post(text, text, text, text, text, text, int);

-- functions/claim_post.sql
-- The queue of the delivery: claims one post for one attempt, and records how the attempt ended only with the same token.

CREATE OR REPLACE FUNCTION claim_post(
  p_key text, p_connection text, p_subject text, p_kind text, p_target text, p_fingerprint text, p_seconds int
) RETURNS TABLE (token bigint, ref text, state text, attempts int, since timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  p post;
  wanted bytea := sha256(convert_to(p_fingerprint, 'UTF8'));
BEGIN
  INSERT INTO post (key, connection, subject, kind, target, state)
    VALUES (p_key, p_connection, p_subject, p_kind, p_target, 'wanted') ON CONFLICT DO NOTHING;
  SELECT * INTO p FROM post x WHERE x.key = p_key FOR UPDATE SKIP LOCKED;
  -- a row without a token: not to be had now, and so not in order
  IF NOT FOUND OR p.claimed_until > machine_now() THEN RETURN NEXT; RETURN; END IF;
  IF p.state IN ('sent', 'failed') AND p.sent_hash = wanted THEN RETURN; END IF;
  IF p.not_before > machine_now() THEN RETURN NEXT; RETURN; END IF;
  UPDATE post x SET token = p.token + 1, claimed_until = machine_now() + p_seconds * interval '1 second', attempts = p.attempts + 1,
    tried_at = coalesce(p.tried_at, machine_now())
    WHERE x.key = p_key RETURNING x.tried_at INTO since;
  token := p.token + 1; ref := p.ref; attempts := p.attempts + 1;
  -- a claim that nobody gave back: whether its attempt arrived is not known
  state := CASE WHEN p.claimed_until IS NULL THEN p.state ELSE 'ambiguous' END;
  RETURN NEXT;
END $$;

CREATE OR REPLACE FUNCTION record_post(
  p_key text, p_token bigint, p_state text, p_ref text, p_fingerprint text, p_failure text, p_wait_ms bigint
) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE post SET
    state = p_state,
    ref = CASE WHEN p_state = 'gone' THEN NULL ELSE coalesce(p_ref, ref) END,
    sent_hash = CASE WHEN p_state IN ('sent', 'failed') THEN sha256(convert_to(p_fingerprint, 'UTF8')) ELSE sent_hash END,
    failure = p_failure,
    -- a turn that had to be waited for was no attempt
    attempts = CASE WHEN p_state = 'sent' THEN 0 WHEN p_failure = 'rateLimited' THEN attempts - 1 ELSE attempts END,
    claimed_until = NULL,
    -- what arrived or not is known again, unless it is not
    tried_at = CASE WHEN p_state = 'ambiguous' THEN tried_at END,
    not_before = machine_now() + p_wait_ms * interval '1 ms'
  WHERE key = p_key AND token = p_token;
  RETURN FOUND;
END $$;

-- functions/link_account.sql
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

-- Its answer has a column more: a receipt says when a new vote leaves an earlier record statement behind.
DROP FUNCTION cast_vote(text, text, text, text, uuid, int, text, text, text, text, uuid, uuid);

-- functions/cast_vote.sql
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
