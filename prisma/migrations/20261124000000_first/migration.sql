-- The first tables, checks, functions and triggers. Functions stand as they are now in prisma/functions.

-- CreateTable
CREATE TABLE "instance" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "stamp" TEXT NOT NULL,
    "offset_ms" BIGINT NOT NULL DEFAULT 0,
    "frozen" TIMESTAMPTZ(3),

    CONSTRAINT "instance_pkey" PRIMARY KEY ("one")
);

-- CreateTable
CREATE TABLE "bot_lease" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "holder" TEXT NOT NULL,
    "token" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bot_lease_pkey" PRIMARY KEY ("one")
);

-- CreateTable
CREATE TABLE "council_version" (
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_by" TEXT NOT NULL,

    CONSTRAINT "council_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "mandate" (
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "known_from" TIMESTAMPTZ(3) NOT NULL,
    "known_until" TIMESTAMPTZ(3),

    CONSTRAINT "mandate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "connection" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("connection","external_id")
);

-- CreateTable
CREATE TABLE "preference" (
    "person" TEXT NOT NULL,
    "language" TEXT NOT NULL,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("person")
);

-- CreateTable
CREATE TABLE "counter" (
    "body" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "next" INTEGER NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("body","series","year")
);

-- CreateTable
CREATE TABLE "circulation" (
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "draft" INTEGER NOT NULL,
    "number" TEXT,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "posted_revision" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "choices" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_by" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "opened_by" TEXT,
    "deadline" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "circulation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "frozen_version" (
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "frozen_version_pkey" PRIMARY KEY ("circulation","version")
);

-- CreateTable
CREATE TABLE "seat" (
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "party" TEXT NOT NULL,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("circulation","version","party")
);

-- CreateTable
CREATE TABLE "deadline_change" (
    "id" UUID NOT NULL,
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deadline" TIMESTAMPTZ(3) NOT NULL,
    "rule" TEXT NOT NULL,
    "reason" TEXT,
    "person" TEXT NOT NULL,

    CONSTRAINT "deadline_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ballot" (
    "id" UUID NOT NULL,
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "party" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "choice" TEXT NOT NULL,
    "statement" TEXT,
    "mandate" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "click_order" TEXT,
    "entry" UUID NOT NULL,
    "caster" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "ballot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "result" (
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "sheet" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "result_pkey" PRIMARY KEY ("circulation","version")
);

-- CreateTable
CREATE TABLE "stated_result" (
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "computed" TEXT NOT NULL,
    "reason" TEXT,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stated_result_pkey" PRIMARY KEY ("circulation","version")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "circulation" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "clauses" TEXT NOT NULL,
    "decided_on" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "connection" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "body" TEXT,
    "received_at" TIMESTAMPTZ(3),
    "circulation" UUID,
    "answer" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("connection","request_id")
);

-- CreateTable
CREATE TABLE "post" (
    "key" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "ref" TEXT,
    "sent_hash" BYTEA,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "not_before" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "token" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "post_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personal" (
    "entry" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "personal_pkey" PRIMARY KEY ("entry","field")
);

-- CreateTable
CREATE TABLE "room_message" (
    "ref" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "place" TEXT,
    "person" TEXT,
    "said" TEXT,
    "message" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "room_message_pkey" PRIMARY KEY ("ref")
);

-- CreateIndex
CREATE INDEX "mandate_body_party_person_idx" ON "mandate"("body", "party", "person");

-- CreateIndex
CREATE INDEX "circulation_state_deadline_idx" ON "circulation"("state", "deadline");

-- CreateIndex
CREATE UNIQUE INDEX "circulation_body_draft_key" ON "circulation"("body", "draft");

-- CreateIndex
CREATE UNIQUE INDEX "circulation_body_number_key" ON "circulation"("body", "number");

-- CreateIndex
CREATE INDEX "deadline_change_circulation_version_deadline_idx" ON "deadline_change"("circulation", "version", "deadline");

-- CreateIndex
CREATE INDEX "ballot_circulation_version_party_at_revision_idx" ON "ballot"("circulation", "version", "party", "at" DESC, "revision" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ballot_circulation_version_party_revision_key" ON "ballot"("circulation", "version", "party", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "decision_circulation_key" ON "decision"("circulation");

-- CreateIndex
CREATE UNIQUE INDEX "decision_body_number_key" ON "decision"("body", "number");

-- CreateIndex
CREATE INDEX "inbox_circulation_idx" ON "inbox"("circulation");

-- CreateIndex
CREATE INDEX "post_subject_idx" ON "post"("subject");

-- CreateIndex
CREATE INDEX "audit_entry_subject_at_idx" ON "audit_entry"("subject", "at");

-- CreateIndex
CREATE UNIQUE INDEX "room_message_key_key" ON "room_message"("key");

-- CreateIndex
CREATE INDEX "room_message_place_person_idx" ON "room_message"("place", "person");



-- Values that a table may hold. Prisma's schema cannot say them.
ALTER TABLE "instance" ADD CONSTRAINT "instance_one" CHECK (one);
ALTER TABLE "instance" ADD CONSTRAINT "instance_stamp" CHECK (stamp IN ('rehearsal', 'real'));
ALTER TABLE "instance" ADD CONSTRAINT "instance_real_clock" CHECK (stamp = 'rehearsal' OR (offset_ms = 0 AND frozen IS NULL));
ALTER TABLE "bot_lease" ADD CONSTRAINT "bot_lease_one" CHECK (one);
ALTER TABLE "circulation" ADD CONSTRAINT "circulation_state"
  CHECK (state IN ('draft', 'open', 'closed', 'stated', 'published', 'discarded', 'cancelled', 'moved', 'replaced'));
ALTER TABLE "circulation" ADD CONSTRAINT "circulation_open_has_deadline" CHECK (state <> 'open' OR deadline IS NOT NULL);
ALTER TABLE "ballot" ADD CONSTRAINT "ballot_choice" CHECK (choice IN ('consent', 'reject', 'abstain'));
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_role" CHECK (role IN ('member', 'deputy'));
ALTER TABLE "preference" ADD CONSTRAINT "preference_language" CHECK (language IN ('de', 'en'));
ALTER TABLE "post" ADD CONSTRAINT "post_state" CHECK (state IN ('wanted', 'sent', 'ambiguous', 'gone', 'failed'));

-- functions/clock.sql
-- The one clock for all that a council could ask about, and the machine's for claims and leases; leaves the turning of a rehearsal's clock to its own function below.

CREATE OR REPLACE FUNCTION umlauf_now() RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  -- date_trunc first: a cast to timestamptz(3) alone rounds 11:59:59.9996 up to 12:00
  SELECT coalesce(frozen, date_trunc('milliseconds', clock_timestamp()) + offset_ms * interval '1 ms') FROM instance
$$;

CREATE OR REPLACE FUNCTION machine_now() RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION turn_clock(p_to timestamptz) RETURNS timestamptz
LANGUAGE plpgsql AS $$
-- Sets the rehearsal's clock to an instant; it runs on from there. The trigger on instance refuses an earlier one.
BEGIN
  UPDATE instance SET offset_ms = (extract(epoch FROM p_to - machine_now()) * 1000)::bigint, frozen = NULL;
  RETURN umlauf_now();
END $$;

CREATE OR REPLACE FUNCTION guard_instance() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  -- read once: between two readings a clock left as it is would seem to step back
  machine timestamptz := machine_now();
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'instance: the stamp of a database is never removed' USING ERRCODE = 'UM001';
  END IF;
  IF NEW.stamp <> OLD.stamp THEN
    RAISE EXCEPTION 'instance: a % database never becomes %', OLD.stamp, NEW.stamp USING ERRCODE = 'UM001';
  END IF;
  IF coalesce(NEW.frozen, machine + NEW.offset_ms * interval '1 ms')
     < coalesce(OLD.frozen, machine + OLD.offset_ms * interval '1 ms') THEN
    RAISE EXCEPTION 'instance: the clock only goes forward' USING ERRCODE = 'UM002';
  END IF;
  RETURN NEW;
END $$;

-- functions/append_only.sql
-- What was written stays: refuses UPDATE, DELETE and TRUNCATE; the triggers in migrations/ name the tables.

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME USING ERRCODE = 'UM003';
END $$;

-- functions/lock_key.sql
-- All advisory lock keys come from here, in named spaces, so that no two purposes ever share a number.

CREATE OR REPLACE FUNCTION lock_key(p_space text, p_id text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT ('x' || substr(encode(sha256(convert_to(p_space || ':' || p_id, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
$$;

-- functions/canonical.sql
-- Canonical JSON of the few value kinds that the hot functions write, equal to core's canonicaliser (a test compares them); never jsonb, whose order of keys is not ours.

CREATE OR REPLACE FUNCTION canonical_instant(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- functions/add_audit_entry.sql
-- Adds an audit entry with the hash of its exact text; the text is made by the caller, canonical.

CREATE OR REPLACE FUNCTION add_audit_entry(p_id uuid, p_at timestamptz, p_kind text, p_subject text, p_body text) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO audit_entry (id, at, kind, subject, body, hash)
  VALUES (p_id, p_at, p_kind, p_subject, p_body, sha256(convert_to(p_body, 'UTF8')))
$$;

CREATE OR REPLACE FUNCTION commit_person(p_entry uuid, p_field text, p_value text) RETURNS bytea
LANGUAGE plpgsql AS $$
-- Keeps a personal value apart from the log and returns what the log may say of it: sha256(salt || value).
DECLARE
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
BEGIN
  INSERT INTO personal (entry, field, salt, value) VALUES (p_entry, p_field, salt, p_value);
  RETURN sha256(salt || convert_to(p_value, 'UTF8'));
END $$;

-- functions/cast_vote.sql
-- One vote in one round trip: judged by the one clock, stored with its audit entry and its answer. Each step is its own statement: as one statement its snapshot would be older than its lock, and a vote could be told "counted" after the close counted without it.

CREATE OR REPLACE FUNCTION cast_vote(
  p_connection text, p_request text, p_request_body text, p_account text,
  p_circulation uuid, p_version int, p_party text, p_choice text, p_statement text, p_order text,
  p_ballot uuid, p_entry uuid
) RETURNS TABLE (
  outcome text, repeated boolean, revision int, counted_at timestamptz,
  now_revision int, now_choice text, now_statement text, now_at timestamptz, now_hash bytea, previous_choice text,
  person text, language text, body text, number text, title text, state text, deadline timestamptz, judged_at timestamptz
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

-- functions/receive_event.sql
-- Stores an event the moment it is read from a network, before it is handled: the instant that counts is when it became durable with us.

CREATE OR REPLACE FUNCTION receive_event(p_connection text, p_request text, p_request_body text, p_circulation uuid) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(lock_key('inbox', ''));
  t := umlauf_now();
  INSERT INTO inbox (connection, request_id, body_hash, body, received_at, circulation)
    VALUES (p_connection, p_request, sha256(convert_to(p_request_body, 'UTF8')), p_request_body, t, p_circulation)
    ON CONFLICT DO NOTHING;
  SELECT i.received_at INTO t FROM inbox i WHERE i.connection = p_connection AND i.request_id = p_request;
  RETURN t;
END $$;

-- functions/close_circulation.sql
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

-- functions/claim_post.sql
-- The queue of the delivery: claims one post for one attempt, and records how the attempt ended only with the same token.

CREATE OR REPLACE FUNCTION claim_post(
  p_key text, p_connection text, p_subject text, p_kind text, p_target text, p_fingerprint text, p_seconds int
) RETURNS TABLE (token bigint, ref text, state text, attempts int)
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
  UPDATE post x SET token = p.token + 1, claimed_until = machine_now() + p_seconds * interval '1 second', attempts = p.attempts + 1
    WHERE x.key = p_key;
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
    attempts = CASE WHEN p_state = 'sent' THEN 0 ELSE attempts END,
    claimed_until = NULL,
    not_before = machine_now() + p_wait_ms * interval '1 ms'
  WHERE key = p_key AND token = p_token;
  RETURN FOUND;
END $$;


CREATE TRIGGER instance_guard BEFORE UPDATE OR DELETE ON instance FOR EACH ROW EXECUTE FUNCTION guard_instance();
CREATE TRIGGER instance_guard_truncate BEFORE TRUNCATE ON instance FOR EACH STATEMENT EXECUTE FUNCTION guard_instance();
CREATE TRIGGER council_version_append_only BEFORE UPDATE OR DELETE ON council_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER council_version_append_only_truncate BEFORE TRUNCATE ON council_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_version_append_only BEFORE UPDATE OR DELETE ON frozen_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_version_append_only_truncate BEFORE TRUNCATE ON frozen_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadline_change_append_only BEFORE UPDATE OR DELETE ON deadline_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadline_change_append_only_truncate BEFORE TRUNCATE ON deadline_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ballot_append_only BEFORE UPDATE OR DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ballot_append_only_truncate BEFORE TRUNCATE ON ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_append_only BEFORE UPDATE OR DELETE ON result FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_append_only_truncate BEFORE TRUNCATE ON result FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stated_result_append_only BEFORE UPDATE OR DELETE ON stated_result FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stated_result_append_only_truncate BEFORE TRUNCATE ON stated_result FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_append_only_truncate BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_append_only_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
