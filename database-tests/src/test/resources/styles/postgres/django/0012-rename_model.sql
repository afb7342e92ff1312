--
-- Rename model OrderLine to Item
--
ALTER TABLE "shop_orderline" RENAME TO "shop_item";
