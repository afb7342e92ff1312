--
-- Concurrently create index shop_order_placed_idx on field(s) -placed of model order
--
CREATE INDEX CONCURRENTLY "shop_order_placed_idx" ON "shop_order" ("placed" DESC);
