ALTER TABLE product ADD COLUMN search tsvector
    GENERATED ALWAYS AS (to_tsvector('${Language}'::regconfig, name)) STORED;
CREATE INDEX ix_product_search ON product USING gin (search);
