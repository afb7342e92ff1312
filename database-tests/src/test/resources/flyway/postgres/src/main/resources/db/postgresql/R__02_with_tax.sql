CREATE OR REPLACE FUNCTION with_tax(net NUMERIC) RETURNS NUMERIC LANGUAGE sql IMMUTABLE AS
$$ SELECT round(net * (1 + ${tax_percent} / 100.0), 2); $$;
