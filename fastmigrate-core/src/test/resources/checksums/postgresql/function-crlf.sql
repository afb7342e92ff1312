CREATE FUNCTION total(a integer[]) RETURNS integer LANGUAGE plpgsql AS $body$
DECLARE
  s integer := 0; -- sum
BEGIN
  RETURN s;
END;
$body$;
