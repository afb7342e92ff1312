CREATE INDEX "library_author_name_idx" ON "library_author" ("name" DESC);
CREATE UNIQUE INDEX "unique_name_born" ON "library_author" ("name", "born") WHERE "born" IS NOT NULL;
