package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.error.BackupFailedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup goes back into the PostgreSQL database that it was made of: all of it, or nothing. */
@SuppressWarnings("StringConcatToTextBlock")
@Timeout(240)
class PostgresRestoreTest {

    private static final String SCRIPT = """
            CREATE EXTENSION hstore;
            CREATE TYPE mood AS ENUM ('ok', 'bad');
            CREATE TABLE "Person" (id SERIAL PRIMARY KEY, name TEXT NOT NULL, m mood DEFAULT 'ok');
            INSERT INTO "Person" (name) VALUES ('Ada; $$ \\. ''x'''), ('Grä\u00dfe'), (E'a\\tb\\nc');
            CREATE SCHEMA shop;
            CREATE TABLE shop.item (id INT PRIMARY KEY, owner INT REFERENCES "Person" (id), tags hstore);
            INSERT INTO shop.item SELECT i, 1, 'a=>1' FROM generate_series(1, 200) i;
            CREATE VIEW shop.names AS SELECT name FROM "Person";
            CREATE MATERIALIZED VIEW many AS SELECT count(*) FROM shop.item;
            CREATE FUNCTION twice(x INT) RETURNS INT LANGUAGE sql AS 'SELECT 2 * x';
            CREATE TABLE part (id INT) PARTITION BY RANGE (id);
            CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (9);
            SELECT lo_from_bytea(424242, 'of the backup');
            CREATE SEQUENCE numbers;
            SELECT setval('numbers', 77);
            CREATE PUBLICATION news FOR TABLE "Person";
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'far.example');
            CREATE FOREIGN TABLE away (id INT) SERVER far;
            CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'u');
            COMMENT ON TABLE "Person" IS 'who';
            GRANT SELECT ON "Person" TO <role>;
            ALTER TABLE "Person" ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON "Person" USING (true);
            CREATE RULE nothing AS ON DELETE TO part DO INSTEAD NOTHING;
            ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO <role>;
            GRANT CREATE ON SCHEMA public TO <role>;
            CREATE TABLE theirs (id INT GENERATED ALWAYS AS IDENTITY);
            ALTER TABLE theirs OWNER TO <role>;
            CREATE FUNCTION heard() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER hears ON ddl_command_end EXECUTE FUNCTION heard();
            """;

    /** Changes, drops and makes objects that the backup has and has not, each of which depends on others. */
    private static final String LATER = """
            DELETE FROM shop.item WHERE id > 10;
            DROP FUNCTION twice(INT);
            ALTER TABLE "Person" ADD COLUMN later INT;
            ALTER TYPE mood RENAME VALUE 'bad' TO 'worse';
            CREATE EXTENSION pg_trgm;
            CREATE DOMAIN positive AS INT CHECK (VALUE > 0);
            CREATE TABLE newer (id positive, p INT REFERENCES "Person" (id));
            CREATE FUNCTION of_row(r newer) RETURNS INT LANGUAGE sql AS 'SELECT 1';
            CREATE AGGREGATE added (INT) (SFUNC = int4pl, STYPE = INT);
            CREATE SCHEMA other;
            CREATE VIEW other.v AS SELECT * FROM shop.names;
            CREATE STATISTICS both_of ON id, p FROM newer;
            SELECT lo_unlink(424242);
            SELECT lo_from_bytea(434343, 'later');
            SELECT nextval('numbers');
            DROP PUBLICATION news;
            CREATE PUBLICATION olds FOR ALL TABLES;
            DROP SERVER far CASCADE;
            CREATE EXTENSION file_fdw;
            CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
            CREATE FOREIGN TABLE read (line TEXT) SERVER files OPTIONS (filename '/none');
            REVOKE SELECT ON "Person" FROM <role>;
            DROP POLICY own ON "Person";
            ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO <role>;
            ALTER DEFAULT PRIVILEGES IN SCHEMA shop REVOKE SELECT ON TABLES FROM <role>;
            REVOKE ALL ON SCHEMA public FROM <role>, PUBLIC;
            ALTER SCHEMA public OWNER TO <role>;
            COMMENT ON SCHEMA public IS 'ours';
            CREATE TYPE pair AS (a INT, b TEXT);
            CREATE TYPE span AS RANGE (SUBTYPE = float8);
            CREATE OPERATOR === (LEFTARG = INT, RIGHTARG = INT, FUNCTION = int4eq);
            CREATE OPERATOR CLASS ints FOR TYPE INT USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(INT, INT);
            CREATE COLLATION words FROM "C";
            CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
            CREATE CAST (pair AS TEXT) WITH INOUT;
            CREATE PROCEDURE done() LANGUAGE sql AS 'SELECT 1';
            CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler;
            CREATE FUNCTION refused() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no drops''; END';
            CREATE EVENT TRIGGER refuses ON sql_drop EXECUTE FUNCTION refused();
            """;

    private static final String NAMED = "db.20260101_101010.backup";

    @TempDir
    Path directory;

    private String name;
    private Workshop db;
    private Path backup;
    private List<String> old;

    @SuppressWarnings("NullAway") // set before each test
    PostgresRestoreTest() {}

    @BeforeEach
    void fill() throws Exception {
        DebianPostgres.require();
        name = DebianPostgres.newDatabase();
        db = new Workshop(DebianPostgres.url(name), directory);
        db.execute("CREATE ROLE " + role());
        db.script("0001-a.sql", SCRIPT.replace("<role>", role()));
        db.migrate();
        backup = builder().build().backUp();
        old = dump();
        db.script("0002-b.sql", LATER.replace("<role>", role()));
        db.migrate();
    }

    private String role() {
        return "role_of_" + name;
    }

    private FastMigrateBuilder builder() {
        return db.builder().backupDirectory(directory.resolve("backups"));
    }

    /** What pg_dump writes of the database, rows included. */
    private List<String> dump() throws Exception {
        return DebianPostgres.dump(name);
    }

    private BackupFailedException refused(Path file) {
        return catchThrowableOfType(
                BackupFailedException.class, () -> builder().build().restoreDiscardingNewer(file));
    }

    @Test
    void isAsTheDatabaseWas() throws Exception {
        assertThat(dump()).isNotEqualTo(old);
        assertThat(builder().build().restoreDiscardingNewer(backup).number()).isEqualTo(1);
        assertThat(dump()).isEqualTo(old);
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.migrate().after().number()).isEqualTo(2);
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            assertThat(files.filter(file -> !file.toString().endsWith(".lock"))).containsExactly(backup);
        }
    }

    @Test
    void needsToBeAskedTwiceWhereTheDatabaseIsNewer() throws Exception {
        List<String> before = dump();
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class, () -> builder().build().restore(backup));
        assertThat(e.advice()).contains("--discard-newer");
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void isRefusedWhileOthersAreConnected() throws Exception {
        List<String> before = dump();
        try (Connection other = DriverManager.getConnection(db.url() + "&ApplicationName=shop")) {
            assertThat(refused(backup))
                    .hasMessageContaining("others are connected")
                    .hasMessageContaining("application shop")
                    .hasMessageContaining("Nothing was changed");
            assertThat(other.isValid(5)).isTrue();
        }
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void isRefusedOfAnotherDatabase() throws Exception {
        String another = DebianPostgres.newDatabase();
        Workshop theirs = new Workshop(DebianPostgres.url(another), directory);
        theirs.migrate();
        Path foreign = theirs.builder()
                .backupDirectory(directory.resolve("theirs"))
                .build()
                .backUp();
        List<String> before = dump();
        assertThat(refused(foreign)).hasMessageContaining("it is a backup of the database " + another);
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void isRefusedOfOneSchemaAlone() throws Exception {
        List<String> before = dump();
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class,
                () -> builder().schema("public").build().restoreDiscardingNewer(backup));
        assertThat(e).hasMessageContaining("it holds the whole database, and not only the schema public");
        assertThat(e.advice()).contains("createdb ", " && pg_restore ");
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void isNotRestoredByItselfOnFailure() throws Exception {
        db.script("0003-c.sql", "CREATE TABLE c (id INT);");
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class, builder().restoreOnFailure().build()::migrate);
        assertThat(db.version()).isEqualTo(2);
        assertThat(e).hasMessageContaining("cannot know what others have committed");
        assertThat(e.advice()).contains("--backup");
        assertThat(typed(e.advice())).isEqualTo(old);
    }

    /** Types the commands of an advice, and returns what is in the database that they make. */
    private List<String> typed(String advice) throws Exception {
        String other = name + "_new";
        String commands = advice.replaceFirst("(?s).*: (createdb .*)\\.$", "$1")
                .replace("NEW_DATABASE", other)
                .replaceFirst("BACKUP$", backup.toString());
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", commands).inheritIO();
        shell.environment().put("PGPASSWORD", DebianPostgres.PASSWORD);
        shell.environment()
                .put("PATH", DebianPostgres.bin().orElseThrow() + File.pathSeparator + System.getenv("PATH"));
        assertThat(shell.start().waitFor()).as(commands).isZero();
        return DebianPostgres.dump(other);
    }

    @Test
    void isRefusedWhereItIsDamagedOrNone() throws Exception {
        List<String> before = dump();
        byte[] all = Files.readAllBytes(backup);
        for (int part = 0; part < 10; part++) {
            Path cut = Files.write(directory.resolve(NAMED), Arrays.copyOf(all, all.length * part / 10));
            assertThat(refused(cut)).as("%s of 10 parts", part).hasMessageContaining("was not restored");
        }
        Path text = Files.writeString(directory.resolve(NAMED), "DROP TABLE \"Person\";\n");
        assertThat(refused(text)).hasMessageContaining("was not restored");
        assertThat(refused(directory.resolve("none"))).hasMessageContaining("There is no backup at");
        assertThat(refused(directory)).hasMessageContaining("There is no backup at");
        assertThat(dump()).isEqualTo(before);
    }

    /** An archive of some tables is valid, and restoring it would drop all others. */
    @Test
    void isRefusedWhereNothingShowsThatItIsABackupOfTheWholeDatabase() throws Exception {
        List<String> before = dump();
        assertThat(refused(Files.copy(backup, directory.resolve("some.dump"))))
                .hasMessageContaining("its name is not that of a backup that fastmigrate wrote");
        assertThat(dump()).isEqualTo(before);
        builder().build().restoreDiscardingNewer(Files.copy(backup, directory.resolve(NAMED)));
        assertThat(dump()).isEqualTo(old);
    }

    @Test
    void takesADatabaseThatHasLostItsVersionOnlyWhereAskedTwice() throws Exception {
        db.execute("DROP EVENT TRIGGER refuses");
        db.execute("DROP TABLE _meta");
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class, () -> builder().build().restore(backup));
        assertThat(e).hasMessageContaining("has no version, so it may be another database");
        builder().build().restoreDiscardingNewer(backup);
        assertThat(dump()).isEqualTo(old);
    }

    /** A role that owns the database and all in it needs no more rights. */
    @Test
    void isDoneByTheOwnerWhoIsNoSuperuser() throws Exception {
        String own = DebianPostgres.newDatabase();
        db.execute("ALTER ROLE " + role() + " LOGIN PASSWORD 'p'");
        db.execute("ALTER DATABASE " + own + " OWNER TO " + role());
        Workshop theirs = new Workshop(
                "jdbc:postgresql://localhost:" + DebianPostgres.port() + "/" + own + "?user=" + role() + "&password=p",
                Files.createDirectories(directory.resolve("own")));
        theirs.script(
                "0001-a.sql", "CREATE EXTENSION hstore; CREATE TABLE t (h hstore); INSERT INTO t VALUES ('a=>1');");
        theirs.migrate();
        FastMigrateBuilder builder = theirs.builder().backupDirectory(directory.resolve("theirs"));
        Path saved = builder.build().backUp();
        List<String> then = DebianPostgres.dump(own);
        theirs.script(
                "0002-b.sql",
                "DROP EXTENSION hstore CASCADE; GRANT ALL ON SCHEMA public TO PUBLIC; CREATE TABLE u ();");
        theirs.migrate();
        builder.build().restoreDiscardingNewer(saved);
        assertThat(DebianPostgres.dump(own)).isEqualTo(then);
        Servers.execute(DebianPostgres.url(own), "CREATE TABLE not_theirs (id INT)");
        List<String> now = DebianPostgres.dump(own);
        assertThatThrownBy(() -> builder.build().restoreDiscardingNewer(saved))
                .hasMessageContaining("not_theirs")
                .hasMessageContaining("Nothing was changed");
        assertThat(DebianPostgres.dump(own)).isEqualTo(now);
    }

    /** A statement that fails takes everything back. */
    @Test
    void leavesTheOldContentWhereItFailsAtItsEnd() throws Exception {
        db.execute("CREATE ROLE owner_of_" + name);
        db.execute("ALTER TABLE part OWNER TO owner_of_" + name);
        Path owned = builder().build().backUp();
        db.execute("ALTER TABLE part OWNER TO CURRENT_USER");
        db.execute("DROP ROLE owner_of_" + name);
        List<String> before = dump();
        assertThat(refused(owned)).hasMessageContaining("owner_of_" + name).hasMessageContaining("Nothing was changed");
        assertThat(dump()).isEqualTo(before);
    }

    /** The server process that restores is ended before the first statement, near the last one, and in between. */
    @Test
    void leavesTheOldContentWhereItIsKilled() throws Exception {
        List<String> before = dump();
        for (int part = 0; part < 10; part++) {
            FastMigrateBuilder builder = withProgram(INSERTED.formatted(
                    part, "SELECT pg_terminate_backend(pg_backend_pid());", "exec " + realPsql() + " \"$@\""));
            BackupFailedException e = catchThrowableOfType(
                    BackupFailedException.class, () -> builder.build().restoreDiscardingNewer(backup));
            assertThat(e)
                    .as("%s of 10 parts", part)
                    .hasMessageContaining("terminating connection")
                    .hasMessageContaining("Nothing was changed");
            assertThat(dump()).as("%s of 10 parts", part).isEqualTo(before);
        }
    }

    /** The server would go on with the statement, and keep all tables locked, after the program is gone. */
    @Test
    void endsTheServerProcessOfAKilledProgram() throws Exception {
        List<String> before = dump();
        Path there = Files.createTempDirectory("restore-there");
        assertThat(there.toFile().setWritable(true, false)).isTrue();
        assertThat(there.toFile().setExecutable(true, false)).isTrue();
        String wait = "COPY (SELECT 1) TO PROGRAM 'cat > " + there + "/it'; SELECT pg_sleep(3600);";
        FastMigrateBuilder builder = withProgram(INSERTED.formatted(
                5, wait, realPsql() + " \"$@\" & while [ ! -e " + there + "/it ]; do :; done; kill -9 $!; wait $!"));
        BackupFailedException e = catchThrowableOfType(
                BackupFailedException.class, () -> builder.build().restoreDiscardingNewer(backup));
        assertThat(e).hasMessageContaining("Nothing was changed");
        assertThat(dump()).isEqualTo(before);
        builder().build().restoreDiscardingNewer(backup);
        assertThat(dump()).isEqualTo(old);
        Files.delete(there.resolve("it"));
        Files.delete(there);
    }

    @Test
    void believesTheDatabaseWhereTheProgramFailsAfterTheCommit() throws Exception {
        FastMigrateBuilder builder = withProgram("#!/bin/sh\n" + realPsql() + " \"$@\"\nexit 2\n");
        assertThat(builder.build().restoreDiscardingNewer(backup).number()).isEqualTo(1);
        assertThat(dump()).isEqualTo(old);
    }

    private static String realPsql() {
        return String.valueOf(DebianPostgres.bin().orElseThrow().resolve("psql"));
    }

    /** With another psql beside the server's other programs. */
    private FastMigrateBuilder withProgram(String text) throws Exception {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("pg_dump", "pg_restore")) {
            Path link = tools.resolve(tool);
            Files.writeString(
                    link,
                    "#!/bin/sh\nexec " + DebianPostgres.bin().orElseThrow().resolve(tool) + " \"$@\"\n");
            assertThat(link.toFile().setExecutable(true)).isTrue();
        }
        Path psql = Files.writeString(tools.resolve("psql"), text);
        assertThat(psql.toFile().setExecutable(true)).isTrue();
        return builder().dumpTool(tools.resolve("pg_dump").toString());
    }

    /** Puts statements between two others of the script, and goes on. */
    private static final String INSERTED = """
            #!/bin/sh
            for a in "$@"; do case "$a" in --file=*) f="${a#--file=}";; esac; done
            n=$(( $(wc -l < "$f") * %d / 10 ))
            printf '%%s\\n' "%s" > "$f.in"
            awk -v n=$n 'function put() {while ((getline line < "'"$f.in"'") > 0) print line; done=1}
              /^COPY .* FROM stdin;$/ {c=1} c==0 && NR>=n && /^$/ && !done {put()} {print} /^\\\\\\.$/ {c=0}
              END {if (!done) put()}' "$f" > "$f.x"
            cat "$f.x" > "$f"
            rm "$f.x" "$f.in"
            %s
            """;
}
