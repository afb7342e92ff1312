INSERT INTO "django_content_type" ("app_label", "model") VALUES ('shop', 'order'), ('shop', 'product') ON CONFLICT DO NOTHING;
INSERT INTO "auth_permission" ("name", "content_type_id", "codename") SELECT 'Can view ' || "model", "id", 'view_' || "model" FROM "django_content_type";
