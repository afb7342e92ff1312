package io.fastmigrate.test.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.test.EmbeddedPostgresServer;
import io.fastmigrate.test.FastMigrateTestTest;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Templates on a PostgreSQL that outlive a JVM. Each object of PostgresServer stands for a JVM. */
@Execution(ExecutionMode.SAME_THREAD)
class PostgresTemplatesTest {

    private static final String ALL = "SELECT datname FROM pg_database";
    private static final EmbeddedPostgresServer SERVER = new EmbeddedPostgresServer();

    @TempDir
    private Path directory;

    private static PostgresServer jvm(String name) throws SQLException {
        return new PostgresServer(url(name));
    }

    private static ServerUrl url(String applicationName) {
        return ServerUrl.of(SERVER, SERVER.url() + "?ApplicationName=" + applicationName);
    }

    private String find(PostgresTemplates jvm) throws Exception {
        ScriptsUnderTest scripts =
                new ScriptsUnderTest(List.of(directory.toString()), getClass().getClassLoader(), List.of());
        return jvm.find(scripts, scripts.fingerprint(), Optional.empty());
    }

    private void script(String name, String text) throws IOException {
        new Migrations(directory).with(name, text + ";\n");
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        return FastMigrateTestTest.query(connection, sql);
    }

    private static void awaitGone(PostgresServer server, String database) throws SQLException {
        awaitNone(server, "SELECT 1 FROM pg_database WHERE datname = ?", database);
    }

    private static void awaitNoSessions(PostgresServer server, String applicationName) throws SQLException {
        awaitNone(server, "SELECT 1 FROM pg_stat_activity WHERE application_name = ?", applicationName);
    }

    private static void awaitNone(PostgresServer server, String sql, String parameter) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!server.texts(sql, parameter).isEmpty()) {
            assertThat(System.nanoTime()).as(sql + " " + parameter).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void makesATemplateOnceForTwoJvmsThatNeedItAtOnce() throws Exception {
        script("0001-twice.sql", "CREATE TABLE twice (id INTEGER)");
        PostgresServer first = jvm("first");
        PostgresServer second = jvm("second");
        PostgresServer observer = jvm("observer");
        ExecutorService both = Executors.newFixedThreadPool(2);
        Connection held = open(observer, "template1"); // nothing is copied from it as long as this is connected
        try {
            Future<String> made = both.submit(() -> find(new PostgresTemplates(first)));
            awaitQuery(observer, "first", "CREATE DATABASE%");
            Future<String> found = both.submit(() -> find(new PostgresTemplates(second)));
            awaitQuery(observer, "second", "SELECT pg_try_advisory_lock(%");
            held.close();
            assertThat(found.get()).isEqualTo(made.get());
            assertThat(second.newName()).as("the first name that it needed").endsWith("_1");
        } finally {
            held.close();
            both.shutdownNow();
        }
    }

    private static void awaitQuery(PostgresServer server, String applicationName, String query) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (server.texts(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = ? AND query LIKE ?",
                        applicationName,
                        query)
                .isEmpty()) {
            assertThat(System.nanoTime()).as(query).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static Connection open(PostgresServer server, String database) throws SQLException {
        return server.url().dataSource(database).getConnection();
    }

    @Test
    void letsNoOneConnectToATemplate() throws Exception {
        script("0001-a.sql", "CREATE TABLE a (b TEXT)");
        PostgresServer jvm = jvm("closed");
        String template = find(new PostgresTemplates(jvm));
        assertThatThrownBy(() -> open(jvm, template).close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not currently accepting connections");
    }

    @Test
    void endsTheConnectionsThatAPoolerKeeps() throws Exception {
        PostgresServer jvm = jvm("kept");
        String database = jvm.create();
        try (Connection left = open(jvm, database)) {
            jvm.close(database);
            jvm.keepAs("fastmigrate_template_" + "1".repeat(24), database);
            assertThat(left.isValid(1)).isFalse();
        }
    }

    @Test
    void copiesExtensionsSettingsAndGrants() throws Exception {
        script("0001-e.sql", "CREATE EXTENSION pgcrypto; CREATE SCHEMA app; CREATE TABLE app.t (id INTEGER)");
        script("0002-s.sql", """
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %I SET search_path = app, "$user", public', current_database());
                    EXECUTE format('ALTER DATABASE %I SET app.tenant = ''it''''s one''', current_database());
                    EXECUTE format('ALTER ROLE postgres IN DATABASE %I SET work_mem = ''7MB''', current_database());
                    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
                    EXECUTE format('GRANT CREATE ON DATABASE %I TO pg_monitor', current_database());
                END $$""");
        PostgresServer jvm = jvm("settings");
        PostgresTemplate template = PostgresTemplate.of(find(new PostgresTemplates(jvm)), jvm);
        try (Connection copy = open(jvm, jvm.copyOf(template))) {
            assertThat(ask(copy, "SELECT count(*) FROM t")).isEqualTo("0");
            assertThat(ask(copy, "SELECT length(gen_salt('bf')) > 0")).isEqualTo("t");
            assertThat(ask(copy, "SHOW search_path")).isEqualTo("app, \"$user\", public");
            assertThat(ask(copy, "SHOW app.tenant")).isEqualTo("it's one");
            assertThat(ask(copy, "SHOW work_mem")).isEqualTo("7MB");
            assertThat(ask(copy, "SELECT has_database_privilege('pg_monitor', current_database(), 'CREATE')"))
                    .isEqualTo("t");
            assertThat(ask(copy, "SELECT has_database_privilege('pg_monitor', current_database(), 'TEMPORARY')"))
                    .isEqualTo("f");
        }
    }

    @Test
    void dropsAllButThreeOldTemplatesOfTheSameScriptsAndNoneInUse() throws Exception {
        PostgresServer user = jvm("user");
        PostgresTemplates used = new PostgresTemplates(user);
        script("0001-a.sql", "CREATE TABLE a (b TEXT)");
        String oldest = find(used);
        List<String> later = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PostgresServer ended = jvm("ended");
            script("0001-a.sql", "CREATE TABLE a" + i + " (b TEXT)");
            later.add(find(new PostgresTemplates(ended)));
            ended.disconnect();
        }
        PostgresServer last = jvm("last");
        KeptTemplates kept = new KeptTemplates(last);
        awaitNoSessions(last, "ended");
        kept.dropOld();
        awaitGone(last, later.get(0));
        assertThat(last.texts(ALL)).contains(oldest).containsAll(later.subList(1, 4));
        assertThat(user.copyOf(PostgresTemplate.of(oldest, user))).startsWith("fastmigrate_test_");

        user.disconnect();
        awaitNoSessions(last, "user");
        kept.dropOld();
        awaitGone(last, oldest);
    }

    @Test
    void dropsNothingThatOnlyLooksLikeATemplateOrACopy() throws Exception {
        PostgresServer jvm = jvm("careful");
        List<String> others = List.of(
                "fastmigrate_template_" + "a".repeat(24),
                "fastmigrate_template_" + "b".repeat(24),
                "fastmigrate_template_mine",
                "fastmigrate_test_data",
                "fastmigrate_test_" + "c".repeat(16),
                "my_fastmigrate_test_" + "c".repeat(16) + "_1");
        for (String other : others) {
            jvm.run("CREATE DATABASE " + other);
        }
        jvm.run("COMMENT ON DATABASE " + others.get(1) + " IS 'used 2001-01-01: ours'");
        jvm.run("CREATE ROLE someone");
        String notOwned = "fastmigrate_template_" + "d".repeat(24);
        jvm.run("CREATE DATABASE " + notOwned);
        jvm.run("COMMENT ON DATABASE " + notOwned
                + " IS 'fastmigrate-test: scripts 0123456789abcdef, used 2001-01-01 00:00:00'");
        String old = "fastmigrate_template_" + "e".repeat(24);
        jvm.run("CREATE DATABASE " + old + " OWNER someone");
        jvm.run("COMMENT ON DATABASE " + old
                + " IS 'fastmigrate-test: scripts 0123456789abcdef, used 2001-01-01 00:00:00'");
        jvm.run("ALTER DATABASE " + notOwned + " OWNER TO postgres");
        jvm.run("CREATE ROLE weak LOGIN CREATEDB IN ROLE someone");
        PostgresServer weak = new PostgresServer(ServerUrl.of(() -> "", SERVER.url() + "?user=weak"));

        new KeptTemplates(weak).dropOld();
        awaitGone(jvm, old);
        assertThat(jvm.texts(ALL)).containsAll(others).contains(notOwned);
        new KeptTemplates(jvm).dropOld();
        awaitGone(jvm, notOwned);
        assertThat(jvm.texts(ALL)).containsAll(others);
    }

    @Test
    void givesACopyThatOneMadeAheadCouldNotBe() throws Exception {
        PostgresServer jvm = jvm("limited");
        List<String> made = new ArrayList<>();
        boolean[] full = {false};
        ReadyCopies copies = new ReadyCopies(
                () -> {
                    if (full[0]) {
                        throw new SQLException("No space left on device", PostgresServer.NO_ROOM);
                    }
                    made.add(jvm.newName());
                    return made.get(made.size() - 1);
                },
                Runnable::run,
                2);
        copies.next();
        full[0] = true;
        assertThatThrownBy(copies::next).hasMessageContaining("No space left");
        full[0] = false;
        assertThat(copies.next()).isIn(made).isNotEqualTo(made.get(0));
    }
}
