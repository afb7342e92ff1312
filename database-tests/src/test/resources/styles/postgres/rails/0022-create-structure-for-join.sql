CREATE TABLE "labels_tasks" ("label_id" bigint NOT NULL, "task_id" bigint NOT NULL);
CREATE TABLE "labels" ("id" bigserial primary key, "name" character varying NOT NULL, "color" character(7));
INSERT INTO "labels" ("name", "color") VALUES ('bug', '#ff0000'), ('idea', '#00ff00');
