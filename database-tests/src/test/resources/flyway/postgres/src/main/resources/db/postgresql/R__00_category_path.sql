CREATE OR REPLACE FUNCTION category_path(wanted BIGINT) RETURNS TEXT LANGUAGE plpgsql STABLE
    SET search_path = ${flyway:defaultSchema} AS $$
DECLARE
    above BIGINT;
BEGIN
    SELECT parent_id INTO above FROM category WHERE id = wanted;
    RETURN CASE WHEN above IS NULL THEN category_label(wanted)
                ELSE category_path(above) || ' > ' || category_label(wanted) END;
END
$$;
