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
