ALTER TABLE "projects" ADD "archived" boolean DEFAULT FALSE NOT NULL;
ALTER TABLE "projects" ADD "position" integer;
