CREATE TRIGGER invoice_paid AFTER UPDATE OF paid_at ON invoice WHEN NEW.paid_at IS NOT NULL BEGIN
    UPDATE customer SET vip = 1 WHERE id = NEW.customer_id;
END;
