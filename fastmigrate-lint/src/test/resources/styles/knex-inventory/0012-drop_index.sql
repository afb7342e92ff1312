drop index `item_supplier_supplier_id_index`;
create index `item_suppliers_supplier_id_index` on `item_suppliers` (`supplier_id`);
