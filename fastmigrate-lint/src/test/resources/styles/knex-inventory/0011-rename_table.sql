alter table `item_supplier` rename to `item_suppliers`;
