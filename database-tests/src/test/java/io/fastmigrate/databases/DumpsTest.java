package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the databases' own programs write of a database full of all that is hard to write is run as a first script, and makes
 * the database that the database's own client makes of it.
 */
class DumpsTest {

    private static final Path SOURCES = Path.of("src/test/resources/dumps");
    private static final Map<String, String> POSTGRES =
            Map.of("PGPASSWORD", DebianPostgres.PASSWORD, "PGHOST", "localhost", "PGUSER", "postgres");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    DumpsTest() {}

    private void run(Map<String, String> environment, Path input, Path output, List<String> command) throws Exception {
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    }

    private static List<String> words(String first, String options, String... more) {
        List<String> words = new ArrayList<>(List.of(first));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ", -1)));
        }
        words.addAll(List.of(more));
        return words;
    }

    private Path nothing() throws IOException {
        return Files.createTempFile(directory, "nothing", "");
    }

    private Path script() throws IOException {
        return Files.createDirectories(directory.resolve("migrations")).resolve("0001-dump.sql");
    }

    private void psql(String database, Path script) throws Exception {
        Map<String, String> environment = new HashMap<>(POSTGRES);
        environment.put("PGPORT", Integer.toString(DebianPostgres.port()));
        run(
                environment,
                script,
                directory.resolve("psql.txt"),
                words(postgresProgram("psql"), "-X -q -v ON_ERROR_STOP=1", "-d", database));
    }

    private static String postgresProgram(String name) {
        return DebianPostgres.bin().orElseThrow().resolve(name).toString();
    }

    private void pgDump(String database, String options, Path file) throws Exception {
        Map<String, String> environment = new HashMap<>(POSTGRES);
        environment.put("PGPORT", Integer.toString(DebianPostgres.port()));
        run(environment, nothing(), file, words(postgresProgram("pg_dump"), options, database));
    }

    private String described(String postgres) throws Exception {
        Path file = directory.resolve("described.sql");
        pgDump(postgres, "--exclude-table=_meta --exclude-table=_fastmigrate_*", file);
        return Files.readString(file).replaceAll("(?m)^\\\\(un)?restrict .*\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--inserts",
                "--clean --if-exists",
                "--column-inserts --rows-per-insert=2 --quote-all-identifiers",
                "--no-owner --disable-triggers"
            })
    void ofPostgresIsRestored(String options) throws Exception {
        DebianPostgres.require();
        String source = DebianPostgres.newDatabase();
        psql(source, SOURCES.resolve("postgresql.sql"));
        pgDump(source, options, script());

        String byClient = DebianPostgres.newDatabase();
        psql(byClient, script());
        String ours = DebianPostgres.newDatabase();
        Workshop db = new Workshop(DebianPostgres.url(ours), directory);
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        assertThat(described(ours)).isEqualTo(described(byClient)).isEqualTo(described(source));
    }

    @Test
    void ofPostgresThatGoesToAnotherDatabaseIsRefused() throws Exception {
        DebianPostgres.require();
        pgDump(DebianPostgres.newDatabase(), "--create", script());
        Workshop db = new Workshop(DebianPostgres.url(DebianPostgres.newDatabase()), directory);
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
        assertThat(failure).hasMessageContaining("\\connect is a command of psql");
        assertThat(failure.advice()).contains("pg_dump without --create");
    }

    private List<String> mariaProgram(String name, String options, String database) {
        String url = Servers.maria(database);
        return words(
                Servers.mariaProgram(name),
                options,
                "--protocol=tcp",
                "--port=" + url.replaceFirst(".*:(\\d+)/.*", "$1"),
                "--user=tests",
                database);
    }

    private static String name(String url) {
        return url.replaceFirst(".*/(\\w+)\\?.*", "$1");
    }

    private void mariaDump(String database, String options, Path file) throws Exception {
        run(Map.of("MYSQL_PWD", "tests"), nothing(), file, mariaProgram("mariadb-dump", options, database));
    }

    private void mariaClient(String database, Path script) throws Exception {
        run(
                Map.of("MYSQL_PWD", "tests"),
                script,
                directory.resolve("client.txt"),
                mariaProgram("mariadb", "--default-character-set=utf8mb4", database));
    }

    private String describedMaria(String database) throws Exception {
        Path file = directory.resolve("described.sql");
        StringBuilder options = new StringBuilder("--routines --events --skip-dump-date --skip-comments --hex-blob");
        for (String table : List.of("_meta", "_fastmigrate_history", "_fastmigrate_progress", "_fastmigrate_lock")) {
            options.append(" --ignore-table=").append(database).append('.').append(table);
        }
        mariaDump(database, options.toString(), file);
        return Files.readString(file).replace("`" + database + "`", "`database`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--routines --events",
                "--routines --events --no-autocommit --single-transaction",
                "--routines --events --skip-add-locks --hex-blob --complete-insert",
                "--routines --events --skip-comments --skip-extended-insert --replace --quick"
            })
    void ofMariaDbIsRestored(String options) throws Exception {
        String source = name(Servers.maria());
        mariaClient(source, SOURCES.resolve("mariadb.sql"));
        mariaDump(source, options, script());

        String byClient = name(Servers.maria());
        mariaClient(byClient, script());
        String ours = Servers.maria();
        Workshop db = new Workshop(ours, directory);
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        assertThat(describedMaria(name(ours)))
                .isEqualTo(describedMaria(byClient))
                .isEqualTo(describedMaria(source));
    }

    @Test
    void ofMariaDbWithBytesAndWithoutACharacterSetIsRefused() throws Exception {
        String source = name(Servers.maria());
        mariaClient(source, SOURCES.resolve("mariadb.sql"));
        mariaDump(source, "--skip-opt", script());
        Workshop db = new Workshop(Servers.maria(), directory);
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
        assertThat(failure).hasMessageContaining("not UTF-8");
        assertThat(failure.advice()).contains("--hex-blob");
    }

    private static void execute(String url, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRIPT", "SCRIPT SIMPLE", "SCRIPT COLUMNS DROP", "SCRIPT BLOCKSIZE 1000"})
    void ofH2IsRestored(String command) throws Exception {
        String source = "jdbc:h2:file:" + directory.resolve("source");
        execute(source, "RUNSCRIPT FROM '" + SOURCES.resolve("h2.sql") + "' CHARSET 'UTF-8'");
        if (command.equals("SCRIPT")) { // H2 compiles it whenever it opens the database
            execute(source, "RUNSCRIPT FROM '" + SOURCES.resolve("h2-code.sql") + "' CHARSET 'UTF-8'");
        }
        execute(source, command + " TO '" + script() + "' CHARSET 'UTF-8'");

        String client = "jdbc:h2:file:" + directory.resolve("client");
        execute(client, "RUNSCRIPT FROM '" + script() + "' CHARSET 'UTF-8'");
        Workshop db = new Workshop("jdbc:h2:file:" + directory.resolve("ours"), directory);
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        assertThat(describedH2(db.url())).isEqualTo(describedH2(client)).isEqualTo(describedH2(source));
    }

    private List<String> describedH2(String url) throws Exception {
        Workshop db = new Workshop(url, directory);
        List<String> described = new ArrayList<>(db.query("SCRIPT NODATA NOPASSWORDS NOSETTINGS"));
        described.removeIf(line -> line.contains("\"_META\"") || line.contains("\"_FASTMIGRATE_"));
        described.addAll(
                db.query("SELECT ROW (id, name, mail, photo, bin, st, tags, u, at, up)::VARCHAR FROM shop.customer"));
        described.addAll(db.query("SELECT doc FROM shop.customer ORDER BY id"));
        described.addAll(db.query("SELECT ROW (id, customer_id, total)::VARCHAR FROM shop.orders"));
        return described;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(FORMAT parquet)"})
    void ofDuckDbIsRestored(String format) throws Exception {
        String source = "jdbc:duckdb:" + directory.resolve("source.db");
        execute(source, Files.readString(SOURCES.resolve("duckdb.sql")));
        Path export = directory.resolve("export");
        execute(source, "EXPORT DATABASE '" + export + "' " + format);
        Files.writeString(
                script(),
                Files.readString(export.resolve("schema.sql")) + Files.readString(export.resolve("load.sql")));

        String client = "jdbc:duckdb:" + directory.resolve("client.db");
        execute(client, "IMPORT DATABASE '" + export + "'");
        Workshop db = new Workshop("jdbc:duckdb:" + directory.resolve("ours.db"), directory);
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        for (String question : List.of(
                "SELECT sql FROM duckdb_tables() WHERE NOT starts_with(table_name, '_') ORDER BY 1",
                "SELECT sql FROM duckdb_views() WHERE NOT internal ORDER BY 1",
                "SELECT sql FROM duckdb_indexes() ORDER BY 1",
                "SELECT sql FROM duckdb_sequences() ORDER BY 1",
                "SELECT comment FROM duckdb_tables() WHERE NOT starts_with(table_name, '_') ORDER BY 1",
                "SELECT c::VARCHAR FROM shop.customer c ORDER BY id",
                "SELECT o::VARCHAR FROM shop.orders o ORDER BY id")) {
            assertThat(db.query(question)).as(question).isEqualTo(new Workshop(client, directory).query(question));
        }
    }
}
