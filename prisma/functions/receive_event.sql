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
