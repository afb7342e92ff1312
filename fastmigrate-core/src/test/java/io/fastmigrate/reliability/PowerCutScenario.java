package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.TransactionScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What is done while the power is cut, what is to be seen after that, and whether doing it again is enough. */
enum PowerCutScenario {
    CREATE("create", ""),
    MIGRATE("migrate", "PRAGMA journal_mode = DELETE"),
    MIGRATE_WAL("migrate", "PRAGMA journal_mode = WAL"),
    MIGRATE_SMALL_CACHE("migrate", "PRAGMA default_cache_size = 3"),
    MIGRATE_AS_ONE_RUN("migrate", "PRAGMA journal_mode = DELETE"),
    MIGRATE_WITH_BACKUP("migrate", "PRAGMA journal_mode = DELETE"),
    BACKUP("backup", "PRAGMA journal_mode = WAL"),
    RESTORE("restore", "PRAGMA journal_mode = DELETE"),
    RESTORE_WAL("restore", "PRAGMA journal_mode = WAL"),
    ENROLL("enroll", "PRAGMA journal_mode = DELETE");

    /** More than it takes for the journal's file to be kept from one transaction to the next. */
    private static final int SCRIPTS = 12;

    private static final int BEFORE_RESTORE = 4;
    private static final int BACKED_UP = 2;
    private static final String SCRIPT = "0001-initial.sql";

    /** An unfinished backup goes when the next one is made. */
    private static final String LEFT =
            "app\\.db(\\.\\d{8}_\\d{6}(_\\d+)?\\.backup(\\.unfinished(-journal)?)?)?|migrations";

    private final String command;
    private final String pragma;

    PowerCutScenario(String command, String pragma) {
        this.command = command;
        this.pragma = pragma;
    }

    /** What is found is well, but doing it again does not lead on from there. */
    static final class AgainException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean after;

        AgainException(boolean after, Throwable cause) {
            super("doing it again: " + cause.getMessage(), cause);
            this.after = after;
        }

        boolean wasAfter() {
            return after;
        }
    }

    List<String> arguments(Path place) {
        String settings = switch (this) {
            case MIGRATE_AS_ONE_RUN -> "run";
            case MIGRATE_WITH_BACKUP -> "backup";
            default -> "";
        };
        return List.of(
                command, database(place).toString(), place.resolve("migrations").toString(), "-", settings);
    }

    private Path database(Path place) {
        return this == CREATE ? place.resolve("data/sub/app.db") : place.resolve("app.db");
    }

    private FastMigrate fastMigrate(Path place) {
        FastMigrateBuilder builder = FastMigrate.sqlite(database(place)).migrations(place.resolve("migrations"));
        return this == MIGRATE_AS_ONE_RUN
                ? builder.transaction(TransactionScope.RUN).build()
                : builder.build();
    }

    void prepare(Path place) throws IOException, SQLException {
        if (this == ENROLL) {
            try (Connection connection = CrashScripts.open(database(place));
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE steps (version INTEGER PRIMARY KEY, filler BLOB);"
                        + "INSERT INTO steps VALUES (1, zeroblob(5000)); CREATE INDEX i ON steps (filler)");
            }
            return;
        }
        Files.createDirectory(place.resolve("migrations"));
        if (this == CREATE) {
            return;
        }
        fastMigrate(place).create();
        try (Connection connection = CrashScripts.open(database(place));
                Statement statement = connection.createStatement()) {
            statement.execute(pragma);
        }
        if (command.equals("migrate")) {
            scripts(place, 1, SCRIPTS);
            return;
        }
        scripts(place, 1, BACKED_UP);
        fastMigrate(place).migrate();
        if (command.equals("restore")) {
            fastMigrate(place).backUp();
            scripts(place, BACKED_UP + 1, BEFORE_RESTORE);
            fastMigrate(place).migrate();
        }
    }

    /** Each leaves its own row, and changes those of all before it, over some pages. */
    private static void scripts(Path place, int first, int last) throws IOException {
        for (int i = first; i <= last; i++) {
            String sql = (i == 1 ? "CREATE TABLE steps (version INTEGER PRIMARY KEY, filler BLOB);\n" : "")
                    + "UPDATE steps SET filler = zeroblob(" + (3000 + i) + ");\n"
                    + "INSERT INTO steps VALUES (" + i + ", zeroblob(" + (3000 + i) + "));\n";
            Files.writeString(place.resolve("migrations").resolve(String.format(Locale.ROOT, "%04d-step.sql", i)), sql);
        }
    }

    /**
     * Opens what is there, which must be what was before or what was to be made.
     *
     * @return whether it is what was to be made
     */
    boolean look(Path place) throws IOException, SQLException {
        return switch (this) {
            case CREATE -> Files.exists(database(place)) && version(database(place)) == 0;
            case BACKUP -> {
                assertThat(version(database(place))).isEqualTo(BACKED_UP);
                yield lookAtBackups(place, BACKED_UP) > 0;
            }
            case RESTORE, RESTORE_WAL -> {
                assertThat(lookAtBackups(place, BACKED_UP)).isEqualTo(1);
                yield isAfter(database(place), BEFORE_RESTORE, BACKED_UP);
            }
            case ENROLL -> lookAtEnrolled(place);
            case MIGRATE_AS_ONE_RUN -> isAfter(database(place), 0, SCRIPTS);
            default -> {
                lookAtBackups(place, 0);
                yield version(database(place)) == SCRIPTS;
            }
        };
    }

    private static boolean isAfter(Path database, int before, int after) throws SQLException {
        int version = version(database);
        assertThat(version).isIn(before, after);
        return version == after;
    }

    private int lookAtBackups(Path place, int version) throws SQLException {
        int count = 0;
        for (String name : Trees.names(place)) {
            if (name.matches("app\\.db\\..*\\.backup")) {
                assertThat(version(place.resolve(name))).isEqualTo(version);
                count++;
            }
        }
        return count;
    }

    /** Returns the version of a database whose rows are those of just this version. */
    private static int version(Path database) throws SQLException {
        try (Connection connection = CrashScripts.open(database)) {
            assertThat(CrashScripts.text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
            int version = (int) CrashScripts.number(connection, "SELECT version FROM _meta WHERE id = 1");
            boolean steps =
                    CrashScripts.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'steps'") > 0;
            assertThat(steps).isEqualTo(version > 0);
            if (steps) {
                assertThat(CrashScripts.text(
                                connection,
                                "SELECT count(*) || ' ' || max(version) || ' ' || min(length(filler)) || ' '"
                                        + " || max(length(filler)) FROM steps"))
                        .isEqualTo(version + " " + version + " " + (3000 + version) + " " + (3000 + version));
                assertThat(CrashScripts.number(connection, "SELECT count(*) FROM _fastmigrate_history"))
                        .isEqualTo(version);
            }
            return version;
        }
    }

    private boolean lookAtEnrolled(Path place) throws IOException, SQLException {
        boolean enrolled;
        try (Connection connection = CrashScripts.open(database(place))) {
            assertThat(CrashScripts.text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(CrashScripts.number(connection, "SELECT length(filler) FROM steps"))
                    .isEqualTo(5000);
            enrolled = CrashScripts.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '_meta'") > 0;
            if (enrolled) {
                assertThat(CrashScripts.number(connection, "SELECT version FROM _meta"))
                        .isEqualTo(1);
            }
        }
        Path script = place.resolve("migrations").resolve(SCRIPT);
        if (Files.exists(script)) {
            assertThat(Files.readString(script, StandardCharsets.UTF_8)).contains("CREATE TABLE", "CREATE INDEX");
        }
        assertThat(!enrolled || Files.exists(script))
                .as("version 1 has its script")
                .isTrue();
        return enrolled;
    }

    /** Does it again, as somebody does when the power is back. */
    void again(Path place) throws IOException, SQLException {
        boolean after = look(place);
        try {
            act(place, after);
            assertThat(look(place)).isTrue();
            for (String name :
                    Trees.names(Objects.requireNonNull(database(place).getParent()))) {
                assertThat(name).matches(LEFT);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AgainException(after, e);
        }
    }

    private void act(Path place, boolean after) {
        FastMigrate fastMigrate = fastMigrate(place);
        switch (command) {
            case "create" -> fastMigrate.create();
            case "backup" -> fastMigrate.backUp();
            case "restore" ->
                fastMigrate.restoreDiscardingNewer(fastMigrate.backups().get(0));
            case "enroll" -> {
                if (after) {
                    fastMigrate.migrate();
                } else {
                    fastMigrate.enroll();
                }
            }
            default -> fastMigrate.migrate();
        }
    }
}
