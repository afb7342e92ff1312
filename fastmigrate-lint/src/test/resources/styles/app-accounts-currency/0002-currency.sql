ALTER TABLE account ADD COLUMN currency TEXT DEFAULT 'EURO' CHECK (length(currency) = 3);
