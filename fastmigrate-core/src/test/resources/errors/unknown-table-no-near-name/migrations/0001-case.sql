DELETE FROM inventory;
