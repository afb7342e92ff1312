CREATE OR REPLACE FUNCTION keep_sent_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sent' AND NEW.state = 'open' THEN
        RAISE EXCEPTION 'order % was sent', OLD.id;
    END IF;
    RETURN NEW;
END
$$;

DROP TRIGGER IF EXISTS keep_sent_orders ON customer_order;
CREATE TRIGGER keep_sent_orders BEFORE UPDATE ON customer_order
    FOR EACH ROW EXECUTE FUNCTION keep_sent_orders();
