CREATE OR REPLACE FUNCTION category_label(wanted BIGINT) RETURNS TEXT LANGUAGE plpgsql STABLE
    SET search_path = ${flyway:defaultSchema} AS $$
BEGIN
    RETURN (SELECT coalesce(name, category_path(parent_id)) FROM category WHERE id = wanted);
END
$$;
