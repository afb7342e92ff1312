package io.fastmigrate.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * An issue tracker as Flyway has grown it over years: 300 versions in two locations, one of them in Java, repeatable scripts,
 * placeholders, a script with its own settings, and one that came late.
 */
@SuppressWarnings("StringConcatToTextBlock")
final class FlywayApplication {

    static final int VERSIONS = 300;
    static final int JAVA = 148;
    static final int LATE = 38;

    private static final List<String> PARTS = List.of(
            "account",
            "team",
            "project",
            "milestone",
            "label",
            "issue",
            "comment",
            "attachment",
            "watcher",
            "vote",
            "board",
            "sprint",
            "worklog",
            "webhook",
            "token",
            "session",
            "audit",
            "notification",
            "template",
            "workflow",
            "release",
            "component",
            "filter",
            "dashboard",
            "invoice");

    private final Path directory;

    FlywayApplication(Path directory) {
        this.directory = directory;
    }

    Path common() {
        return directory.resolve("common");
    }

    Path vendor() {
        return directory.resolve("vendor");
    }

    /** Writes all scripts of PostgreSQL's. */
    void writePostgres() throws IOException {
        write();
        Files.writeString(
                vendor().resolve("R__statistics.sql"),
                "CREATE OR REPLACE FUNCTION row_total() RETURNS bigint LANGUAGE plpgsql AS $body$\n"
                        + "DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM account; RETURN n; -- ; not the end\nEND $body$;\n");
    }

    private void write() throws IOException {
        Files.createDirectories(common());
        Files.createDirectories(vendor().resolve("later"));
        for (int version = 1; version <= VERSIONS; version++) {
            if (version == JAVA) {
                continue;
            }
            String part = PARTS.get((version - 1) / 12);
            int step = (version - 1) % 12;
            String before = version <= 12 ? part : PARTS.get((version - 1) / 12 - 1);
            String text = POSTGRES.get(step).formatted(part, before, version);
            Path place = step % 3 == 0 ? common() : version > 150 ? vendor().resolve("later") : vendor();
            String name = String.format(Locale.ROOT, "V%d__%s_%s.sql", version, part, NAMES.get(step));
            Files.writeString(place.resolve(name), text);
        }
        Files.writeString(common().resolve("R__open_issues.sql"), VIEW.formatted("issue"));
        Files.writeString(common().resolve("R__open_projects.sql"), VIEW.formatted("project"));
        Files.writeString(common().resolve("afterMigrate.sql"), "SELECT 1;\n");
    }

    private static final List<String> NAMES = List.of(
            "table",
            "index",
            "state",
            "seed",
            "routine",
            "trigger",
            "overview",
            "columns",
            "links",
            "checks",
            "numbers",
            "cleanup");

    /** The first has the name of a part of the application in it, the second that of the part before, the third its version. */
    private static final List<String> POSTGRES = List.of(
            """
                    -- what belongs to %1$s; and more
                    CREATE TABLE %1$s (
                        id BIGSERIAL PRIMARY KEY,
                        name VARCHAR(200) NOT NULL DEFAULT 'n;a',
                        parent_id BIGINT,
                        created_at TIMESTAMPTZ NOT NULL DEFAULT now()
                    );
                    COMMENT ON TABLE %1$s IS 'The %1$s; of ${product}';
                    """,
            "CREATE INDEX CONCURRENTLY %1$s_name_idx ON %1$s (lower(name));\n",
            """
                    CREATE TYPE %1$s_state AS ENUM ('open', 'closed', 'won''t; fix');
                    ALTER TABLE %1$s ADD COLUMN state %1$s_state NOT NULL DEFAULT 'open';
                    """,
            "INSERT INTO %1$s (name, state) VALUES ('first; %1$s', 'open'), ('second', 'closed');\n",
            """
                    CREATE OR REPLACE FUNCTION touch_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        NEW.created_at := COALESCE(NEW.created_at, now()); /* ; */
                        IF NEW.name = '' THEN RAISE EXCEPTION 'empty; name of %1$s'; END IF;
                        RETURN NEW;
                    END;
                    $$;
                    """,
            """
                    CREATE TRIGGER touch_%1$s BEFORE INSERT OR UPDATE ON %1$s
                        FOR EACH ROW EXECUTE FUNCTION touch_%1$s();
                    """,
            "CREATE VIEW %1$s_overview AS SELECT state, count(*) AS n FROM %1$s GROUP BY state;\n",
            """
                    ALTER TABLE %1$s ADD COLUMN body TEXT, ADD COLUMN slug VARCHAR(80);
                    UPDATE %1$s SET slug = 's' || id;
                    ALTER TABLE %1$s ALTER COLUMN slug SET NOT NULL;
                    CREATE UNIQUE INDEX %1$s_slug_key ON %1$s (slug) WHERE state <> 'closed';
                    """,
            """
                    CREATE TABLE %1$s_%2$s_link (
                        left_id BIGINT NOT NULL REFERENCES %1$s (id) ON DELETE CASCADE,
                        right_id BIGINT NOT NULL REFERENCES %2$s (id),
                        PRIMARY KEY (left_id, right_id)
                    );
                    """,
            """
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_name_chk CHECK (length(name) > 0) NOT VALID;
                    ALTER TABLE %1$s VALIDATE CONSTRAINT %1$s_name_chk;
                    ALTER TABLE %1$s ADD CONSTRAINT %1$s_parent_fk FOREIGN KEY (parent_id) REFERENCES %1$s (id) DEFERRABLE;
                    """,
            """
                    CREATE SEQUENCE %1$s_number AS INTEGER START 100 INCREMENT 5;
                    CREATE DOMAIN %1$s_points AS INTEGER CHECK (VALUE BETWEEN 0 AND 100);
                    ALTER TABLE %1$s ADD COLUMN points %1$s_points, ADD COLUMN number INTEGER DEFAULT nextval('%1$s_number');
                    """,
            """
                    DROP VIEW %1$s_overview;
                    ALTER TABLE %1$s RENAME COLUMN body TO description;
                    CREATE MATERIALIZED VIEW %1$s_overview AS SELECT state, count(*) AS n, max(%3$d) AS at FROM %1$s GROUP BY state;
                    DO $$ BEGIN EXECUTE 'COMMENT ON COLUMN %1$s.slug IS ''short; name'''; END $$;
                    """);

    private static final String VIEW =
            "CREATE OR REPLACE VIEW open_%1$s AS SELECT id, name, state FROM %1$s WHERE state <> 'closed';\n";

    /** Gives the scripts that cannot run in a transaction a file that says so. */
    void writeScriptSettings() throws IOException {
        for (String part : PARTS) {
            int version = PARTS.indexOf(part) * 12 + 2;
            Path place = version > 150 ? vendor().resolve("later") : vendor();
            Files.writeString(
                    place.resolve("V" + version + "__" + part + "_index.sql.conf"), "executeInTransaction=false\n");
        }
    }

    FluentConfiguration flyway(String url) {
        FluentConfiguration configuration = Flyway.configure();
        // Its lock in a transaction would keep CREATE INDEX CONCURRENTLY waiting for ever.
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration
                .dataSource(url, null, null)
                .locations("filesystem:" + common(), "filesystem:" + vendor())
                .placeholders(Map.of("product", "Tracker"))
                .javaMigrations(new V148__Trim_names());
    }

    /** Lets Flyway migrate, with one version that comes late. */
    void migrate(String url) throws IOException {
        Path late = find(LATE);
        Path away = directory.resolve("late.sql");
        Files.move(late, away);
        flyway(url).load().migrate();
        Files.move(away, late);
        flyway(url).outOfOrder(true).load().migrate();
    }

    private Path find(int version) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("V" + version + "__"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What no script does. */
    static final class V148__Trim_names extends BaseJavaMigration {
        @Override
        public void migrate(Context context) throws Exception {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.executeUpdate("UPDATE account SET name = trim(name)");
                statement.executeUpdate("ALTER TABLE account ADD COLUMN trimmed VARCHAR(10)");
            }
        }
    }
}
