--
-- Alter unique_together for orderline (1 constraint(s))
--
ALTER TABLE "shop_orderline" ADD CONSTRAINT "shop_orderline_order_id_product_id_9d1f0c3b_uniq" UNIQUE ("order_id", "product_id");
