package io.fastmigrate.databases;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
            "edition",
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
        write(FlywayScripts.POSTGRES);
        Files.writeString(
                vendor().resolve("R__statistics.sql"),
                "CREATE OR REPLACE FUNCTION row_total() RETURNS bigint LANGUAGE plpgsql AS $body$\n"
                        + "DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM account; RETURN n; -- ; not the end\nEND $body$;\n");
    }

    /** Writes all scripts of MariaDB's. */
    void writeMaria() throws IOException {
        write(FlywayScripts.MARIA);
        Files.writeString(vendor().resolve("R__statistics.sql"), """
                DROP FUNCTION IF EXISTS row_total;
                DELIMITER //
                CREATE FUNCTION row_total() RETURNS BIGINT READS SQL DATA
                BEGIN DECLARE n BIGINT; SELECT count(*) INTO n FROM account; RETURN n; /* ; not the end */ END//
                DELIMITER ;
                """);
    }

    /** Writes all scripts of H2's. */
    void writeH2() throws IOException {
        write(FlywayScripts.H2);
        Files.writeString(
                vendor().resolve("R__statistics.sql"),
                "CREATE OR REPLACE VIEW statistics AS SELECT count(*) AS n FROM account; -- ; not the end\n");
    }

    private void write(List<String> scripts) throws IOException {
        Files.createDirectories(common());
        Files.createDirectories(vendor().resolve("later"));
        for (int version = 1; version <= VERSIONS; version++) {
            if (version == JAVA) {
                continue;
            }
            String part = PARTS.get((version - 1) / 12);
            int step = (version - 1) % 12;
            String before = version <= 12 ? part : PARTS.get((version - 1) / 12 - 1);
            String text = scripts.get(step).formatted(part, before, version);
            Path place = step % 3 == 0 ? common() : version > 150 ? vendor().resolve("later") : vendor();
            String name = String.format(Locale.ROOT, "V%d__%s_%s.sql", version, part, FlywayScripts.NAMES.get(step));
            Files.writeString(place.resolve(name), text);
        }
        Files.writeString(common().resolve("R__open_issues.sql"), VIEW.formatted("issue"));
        Files.writeString(common().resolve("R__open_projects.sql"), VIEW.formatted("project"));
        Files.writeString(common().resolve("afterMigrate.sql"), "SELECT 1;\n");
    }

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
        if (url.contains("postgresql")) {
            // Its lock in a transaction would keep CREATE INDEX CONCURRENTLY waiting for ever.
            configuration
                    .getPluginRegister()
                    .getExact(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(false);
        }
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
            return files.filter(file -> String.valueOf(file.getFileName()).matches("V" + version + "__.*\\.sql"))
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

    /** Does what Flyway's migration in Java did, under its number here. */
    static final class TrimNames implements JavaMigration {
        private final int number;

        TrimNames(int number) {
            this.number = number;
        }

        @Override
        public Version version() {
            return new Version(number);
        }

        @Override
        public String description() {
            return "trim-names";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE account SET name = trim(name)");
                statement.executeUpdate("ALTER TABLE account ADD COLUMN trimmed VARCHAR(10)");
            }
        }
    }
}
