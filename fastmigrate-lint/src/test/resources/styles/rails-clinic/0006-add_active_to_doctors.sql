ALTER TABLE "doctors" ADD "active" boolean DEFAULT 1 NOT NULL;
