package io.fastmigrate.internal.jdbc.schema;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.dump.Dumper.Obstacle;
import io.fastmigrate.internal.jdbc.dump.PgDump;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.ScriptBuffer;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The schema of a database as a script, which pg_dump writes on PostgreSQL, and the proof that the script makes it. */
public final class Schemas {

    /** What pg_dump sets for its own session. That bodies are not checked stays: they may name what comes later. */
    private static final Pattern SETTING = Pattern.compile(
            "SET (STATEMENT_TIMEOUT|LOCK_TIMEOUT|IDLE_IN_TRANSACTION_SESSION_TIMEOUT|TRANSACTION_TIMEOUT|CLIENT_ENCODING"
                    + "|STANDARD_CONFORMING_STRINGS|XMLOPTION|CLIENT_MIN_MESSAGES|ROW_SECURITY) .*"
                    + "|SELECT PG_CATALOG \\. SET_CONFIG \\( 'search_path' , '' .*"
                    + "|SET DEFAULT_TABLESPACE = ''|SET DEFAULT_TABLE_ACCESS_METHOD = HEAP",
            Pattern.DOTALL);

    private static final Pattern CLIENT_COMMAND = Pattern.compile("(?m)^\\\\(?:un)?restrict \\w+\\R?");

    /** Tables that migration tools keep for themselves. */
    private static final List<String> NOT_THE_APPLICATIONS =
            List.of("*._fastmigrate_*", "*.flyway_schema_history", "*.databasechangelog", "*.databasechangeloglock");

    private final JdbcSource source;
    private final Db db;
    private final PgDump tool;

    private Schemas(JdbcSource source, Db db, PgDump tool) {
        this.source = source;
        this.db = db;
        this.tool = tool;
    }

    /** Returns the error that says what is in the way; empty if nothing is known to be. */
    public static Optional<EnrollFailedException> obstacle(JdbcSource source, Db db) throws SQLException {
        if (isWritten(db)) {
            return Optional.empty();
        }
        Optional<PgDump> tool =
                db.dialect() instanceof PostgresDialect postgres ? postgres.pgDump(source, db) : Optional.empty();
        if (tool.isEmpty()) {
            return Optional.of(new UnsupportedOperations(source.name(), db.dialect()).enroll());
        }
        Optional<Obstacle> obstacle = tool.get().obstacle();
        return obstacle.map(why -> Bridge.errors()
                .enrollFailed(
                        "The schema of " + source.name() + " was not written: " + why.what() + ".",
                        why.advice(),
                        null));
    }

    /** Tells whether no program is needed for that. */
    private static boolean isWritten(Db db) {
        return db.dialect().proofs().filter(SchemaProofs::writesScripts).isPresent();
    }

    /** Returns a script that makes the schema, and the rows of some tables. */
    public static String dump(JdbcSource source, Db db, List<String> tablesWithData) throws SQLException {
        return isWritten(db)
                ? new SchemaProof(source, db).script(tablesWithData)
                : of(source, db).dump(tablesWithData);
    }

    /** Returns a script that makes the schema, all rows and what is counted, in the order in which no constraint and no trigger is in the way. */
    static String dumpWithRows(JdbcSource source, Db db) throws SQLException {
        return isWritten(db)
                ? new SchemaProof(source, db).scriptWithRows()
                : of(source, db).dumpWithRows();
    }

    /** Does what {@link #prove(BiFunction, Consumer)} does, by whatever compares schemas here. */
    public static boolean prove(
            JdbcSource source,
            Db db,
            BiFunction<String, JdbcAccess, Backend<?>> backends,
            Function<JdbcSource, SchemaProof.Made> reach,
            Consumer<Backend<?>> migration)
            throws SQLException {
        if (!isWritten(db)) {
            return of(source, db).prove(backends, migration);
        }
        AdoptingBackend.Trial trial =
                new AdoptingBackend.Trial(Path.of(""), List.of(), empty -> make(source, empty, migration));
        return new SchemaProof(source, db).prove(trial, reach);
    }

    /** Something that is asked of a schema. */
    @FunctionalInterface
    public interface Query<T> {
        T ask() throws SQLException;
    }

    /** Asks by a connection that is open already. */
    public static <T> T asking(JdbcSource source, Db db, Query<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new JdbcErrors(source, db.dialect()).translate(e, Duration.ZERO);
        }
    }

    static Schemas of(JdbcSource source, Db db) throws SQLException {
        Optional<EnrollFailedException> obstacle = obstacle(source, db);
        if (obstacle.isPresent() || !(db.dialect() instanceof PostgresDialect postgres)) {
            throw obstacle.orElseThrow();
        }
        return new Schemas(source, db, postgres.pgDump(source, db).orElseThrow());
    }

    String dump(List<String> tablesWithData) {
        try {
            StringBuilder script =
                    new StringBuilder("-- The schema of the database, as pg_dump wrote it; names are complete.\n");
            tidy(tool.schema(scope())).forEach(statement -> append(script, statement));
            for (String table : tablesWithData) {
                tidy(tool.rows(qualified(table))).forEach(statement -> append(script, statement));
            }
            return script.toString();
        } catch (DumpException e) {
            throw failed(e);
        }
    }

    private String dumpWithRows() {
        try {
            StringBuilder script = new StringBuilder("-- The database, as pg_dump wrote it; names are complete.\n");
            tidy(tool.schemaAndRows(scope())).forEach(statement -> append(script, statement));
            return script.toString();
        } catch (DumpException e) {
            throw failed(e);
        }
    }

    private static void append(StringBuilder script, String statement) {
        script.append('\n').append(statement).append(";\n");
    }

    private EnrollFailedException failed(DumpException e) {
        return Bridge.errors()
                .enrollFailed(
                        "The schema of " + source.name() + " was not written: "
                                + source.secrets().clean(e.getMessage()),
                        e.advice(),
                        source.secrets().clean(e));
    }

    /** The whole database; where the setting names a schema, that alone. */
    private List<String> scope() {
        List<String> arguments = new ArrayList<>();
        String schema = source.access().schema();
        if (schema != null) {
            arguments.add("--schema=" + db.dialect().quoted(schema));
        }
        NOT_THE_APPLICATIONS.forEach(pattern -> arguments.add("--exclude-table=" + pattern));
        arguments.add("--exclude-table=" + db.table(ControlTables.META));
        return arguments;
    }

    private String qualified(String table) {
        int dot = table.indexOf('.');
        return dot < 0
                ? db.table(table)
                : db.dialect().quoted(table.substring(0, dot)) + "."
                        + db.dialect().quoted(table.substring(dot + 1));
    }

    /** Returns the statements alone: without comments, the commands of psql, and pg_dump's own settings. */
    static List<String> tidy(String dump) {
        String sql = CLIENT_COMMAND.matcher(dump).replaceAll("");
        List<String> statements = new ArrayList<>();
        ScriptBuffer text = ScriptBuffer.of(sql, "pg_dump", SqlDialect.POSTGRESQL);
        try (SqlScanner<DialectStatement> scanner = new DialectStatements(text, SqlDialect.POSTGRESQL).scanner()) {
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                if (!SETTING.matcher(next.head()).matches()) {
                    statements.add(
                            next.head().startsWith("CREATE SCHEMA ")
                                    ? next.text().replaceFirst("(?i)^CREATE SCHEMA", "CREATE SCHEMA IF NOT EXISTS")
                                    : next.text());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
        return statements;
    }

    /**
     * Runs a script on an empty database that is made for it and dropped again, and dumps that one too.
     *
     * @param backends reaches a database by its URL
     * @param migration runs the script
     * @return true
     * @throws EnrollFailedException if the script fails, or makes another schema
     */
    boolean prove(BiFunction<String, JdbcAccess, Backend<?>> backends, Consumer<Backend<?>> migration)
            throws SQLException {
        DumpLogin login = source.dumpLogin(db.jdbc().getCatalog()).orElseThrow();
        TemporaryDatabase scratch;
        try {
            scratch = TemporaryDatabase.empty(db, db.dialect().databases().orElseThrow(), "proof");
        } catch (SQLException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "The schema was not verified, because no empty database could be created for that: "
                                    + new JdbcErrors(source, db.dialect()).text(e),
                            "Enroll as a user who may create databases (ALTER USER ... CREATEDB); or write the"
                                    + " script with pg_dump --schema-only and create the table _meta by hand with"
                                    + " the row (1, 1).",
                            source.secrets().clean(e));
        }
        try (scratch) {
            String url = login.address().urlOf(scratch.name());
            prove(backends.apply(url, source.access().with(source.environment())), migration);
            return true;
        }
    }

    private static void make(JdbcSource source, Backend<?> empty, Consumer<Backend<?>> migration) {
        try {
            empty.create();
            migration.accept(empty);
        } catch (StepFailedException e) {
            throw failed(source, "The schema does not run on an empty database: " + e.getMessage(), e.advice(), e);
        } catch (FastMigrateException e) {
            throw failed(source, "The schema was not verified on an empty database: " + e.getMessage(), e.advice(), e);
        }
    }

    private void prove(Backend<?> backend, Consumer<Backend<?>> migration) {
        make(source, backend, migration);
        compare(tidy(dump(List.of())), tidy(backend.dumpSchema(List.of())));
    }

    private static EnrollFailedException failed(JdbcSource source, String message, String advice, Throwable cause) {
        return Bridge.errors()
                .enrollFailed(
                        source.secrets().clean(message),
                        advice,
                        source.secrets().clean(cause));
    }

    private static void compare(List<String> expected, List<String> actual) {
        if (expected.equals(actual)) {
            return;
        }
        int i = 0;
        while (i < expected.size() && i < actual.size() && expected.get(i).equals(actual.get(i))) {
            i++;
        }
        throw Bridge.errors()
                .enrollFailed(
                        "The schema that the script makes differs from the database's schema. The database: "
                                + at(expected, i) + "\nThe script: " + at(actual, i),
                        "Write the script with pg_dump --schema-only and create the table _meta by hand with the row (1, 1).",
                        null);
    }

    private static String at(List<String> statements, int index) {
        return index < statements.size() ? statements.get(index) : "nothing more";
    }
}
