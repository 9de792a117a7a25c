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
