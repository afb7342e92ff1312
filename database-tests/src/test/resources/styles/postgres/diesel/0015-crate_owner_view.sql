CREATE VIEW crate_owners AS SELECT c.name AS crate, u.name AS owner FROM crates c JOIN users u ON u.id = c.user_id;
