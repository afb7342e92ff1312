package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent can do with a PostgreSQL database, as a user with no more rights than the guide asks for. */
class AgentSessionTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    AgentSessionTest() {}

    @BeforeEach
    void makeDatabase() throws Exception {
        DebianPostgres.require();
        String name = DebianPostgres.newDatabase();
        Servers.execute(
                DebianPostgres.url("postgres"),
                "CREATE ROLE agent LOGIN CREATEDB PASSWORD '" + DebianPostgres.PASSWORD + "'; ALTER DATABASE " + name
                        + " OWNER TO agent");
        db = new Workshop(DebianPostgres.url(name).replace("user=postgres", "user=agent"), directory);
        db.script("0001-person.sql", "CREATE TABLE person (id integer PRIMARY KEY, name text NOT NULL);\n");
        db.migrate();
        db.execute("INSERT INTO person VALUES (1, 'Ada')");
    }

    private AgentSession start() {
        return new AgentSession(
                Map.of("FASTMIGRATE_DB_USER", "agent", "FASTMIGRATE_DB_PASSWORD", DebianPostgres.PASSWORD),
                List.of(
                        "--db",
                        db.url().replaceFirst("\\?.*", ""),
                        "--migrations",
                        db.directory().toString(),
                        "--dump-tool",
                        DebianPostgres.bin().orElseThrow().resolve("pg_dump").toString(),
                        "--allow-migrate"));
    }

    @Test
    void goesFromANewScriptToItsMigration() throws Exception {
        try (AgentSession agent = start()) {
            assertThat(agent.call("status")).endsWith(": up-to-date, version 1, target 1.");
            assertThat(agent.call("drift")).isEqualTo("No drift: the schema is what the scripts up to version 1 make.");
            assertThat(agent.call("new", Map.of("description", "by-name"))).endsWith("0002-by-name.sql");
            db.script("0002-by-name.sql", "CREATE INDEX by_name ON person (name);\n");
            assertThat(agent.call("lint")).contains("0002-by-name.sql:1:8 warning P4: ", "CONCURRENTLY");
            db.script("0002-by-name.sql", "CREATE INDEX CONCURRENTLY by_name ON person (name);\n");
            assertThat(agent.call("lint")).startsWith("0 findings in 1 script;");
            assertThat(agent.call("plan"))
                    .contains("1 script would bring it to 2.", "0002-by-name.sql  non-transactional");
            assertThat(agent.call("schema")).contains("CREATE INDEX by_name ON public.person USING btree (name);");

            assertThat(agent.call("migrate")).contains("were not rehearsed in this session: 0002-by-name.sql.");
            assertThat(agent.call("rehearse"))
                    .contains("on the copy, 1 script ran (0002-by-name.sql)", "added index by_name");
            assertThat(agent.call("migrate")).startsWith("Error: The user declined the migration. Nothing ran.");
            assertThat(db.version()).isEqualTo(1);

            agent.agree();
            assertThat(agent.call("migrate")).startsWith("Database version: 2 (was 1); applied 0002-by-name.sql.");
            assertThat(db.version()).isEqualTo(2);
            assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name'::regclass"))
                    .containsExactly("t");

            db.execute("ALTER TABLE person ALTER name DROP NOT NULL; DROP INDEX by_name");
            assertThat(agent.call("drift"))
                    .contains("changed column public.person.name", "missing index public.by_name");
            assertThat(agent.said())
                    .contains("expected=text NOT NULL")
                    .contains("0002-by-name.sql  non-transactional") // in the question
                    .doesNotContain(DebianPostgres.PASSWORD);
        }
        assertThat(db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate%'"))
                .as("databases that were left")
                .isEmpty();
    }
}
