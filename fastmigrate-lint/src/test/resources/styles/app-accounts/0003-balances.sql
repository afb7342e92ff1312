CREATE VIEW balance AS
SELECT a.id, a.code, total(l.cents) AS cents FROM account a LEFT JOIN line l ON l.account_id = a.id GROUP BY a.id;
CREATE VIEW unbalanced AS
SELECT entry_id, sum(cents) AS off_by FROM line GROUP BY entry_id HAVING off_by <> 0;
