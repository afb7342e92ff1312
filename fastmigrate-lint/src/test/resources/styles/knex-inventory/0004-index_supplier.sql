create index `item_supplier_supplier_id_index` on `item_supplier` (`supplier_id`);
