-- All advisory lock keys come from here, in named spaces, so that no two purposes ever share a number.

CREATE OR REPLACE FUNCTION lock_key(p_space text, p_id text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT ('x' || substr(encode(sha256(convert_to(p_space || ':' || p_id, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
$$;
