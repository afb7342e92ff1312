ALTER TABLE line ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3);
ALTER TABLE account ADD COLUMN currency TEXT DEFAULT 'EUR' CHECK (length(currency) = 3);
