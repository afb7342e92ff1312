CREATE TABLE IF NOT EXISTS "notes" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "subject_type" varchar NOT NULL, "subject_id" integer NOT NULL, "body" text, "pinned" boolean DEFAULT "f" NOT NULL);
CREATE INDEX "index_notes_on_subject" ON "notes" ("subject_type", "subject_id");
