-- What was written stays: refuses UPDATE, DELETE and TRUNCATE; the triggers in migrations/ name the tables.

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME USING ERRCODE = 'UM003';
END $$;
