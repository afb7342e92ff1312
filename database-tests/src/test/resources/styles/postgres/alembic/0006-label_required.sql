UPDATE device SET label = kind::text || '-' || left(id::text, 8) WHERE label IS NULL;
ALTER TABLE device ALTER COLUMN label SET NOT NULL;
