INSERT INTO account (code, type) VALUES ('1000', 'asset'), ('2000', 'liability'), ('3000', 'equity'), ('4000', 'income'), ('5000', 'expense');
INSERT INTO account (code, type, parent_id) SELECT '1100', 'asset', id FROM account WHERE code = '1000';
