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
