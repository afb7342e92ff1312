GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO ${reader};
