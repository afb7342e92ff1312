package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.report.HtmlReport;
import io.fastmigrate.report.internal.model.Schema;
import io.fastmigrate.report.internal.model.SchemaReader;
import io.fastmigrate.report.internal.model.Table;
import io.fastmigrate.test.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of databases on servers. */
class ReportTest {

    @TempDir
    Path directory;

    private static Schema read(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return SchemaReader.read(connection);
        }
    }

    private static Table table(Schema schema, String name) {
        return schema.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + schema));
    }

    @Test
    void readsAllThatATableOfPostgresHas() throws Exception {
        Schema schema = read(
                Servers.postgres(),
                "CREATE TYPE mood AS ENUM ('good', 'bad')",
                "CREATE TABLE authors (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " name varchar(80) NOT NULL DEFAULT 'A''B', price numeric(10,2), tags text[], mood mood)",
                "CREATE TABLE \"it's <b>\" (a int, b int, author bigint REFERENCES authors ON DELETE SET NULL,"
                        + " PRIMARY KEY (b, a))",
                "CREATE TABLE lines (x int, y int, parent int, FOREIGN KEY (y, x) REFERENCES \"it's <b>\" ON DELETE CASCADE)",
                "CREATE INDEX by_lower ON authors (lower(name), price)",
                "CREATE UNIQUE INDEX one_name ON authors (name) WHERE price > 0",
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER touched BEFORE UPDATE ON authors FOR EACH ROW EXECUTE FUNCTION touch()",
                "CREATE VIEW names AS SELECT name FROM authors",
                "CREATE MATERIALIZED VIEW prices AS SELECT price FROM authors",
                "CREATE TABLE days (day date, n int) PARTITION BY RANGE (day)",
                "CREATE TABLE _meta (id int)");
        assertThat(schema.tables())
                .extracting(table -> table.name() + ": " + table.kind())
                .containsExactly(
                        "authors: table",
                        "days: partitioned table",
                        "it's <b>: table",
                        "lines: table",
                        "names: view",
                        "prices: materialized view");
        Table authors = table(schema, "authors");
        assertThat(authors.primaryKey()).containsExactly("id");
        assertThat(authors.columns())
                .extracting(Table.Column::type)
                .containsExactly("bigint", "character varying(80)", "numeric(10,2)", "text[]", "mood");
        assertThat(authors.columns())
                .extracting(Table.Column::nullable)
                .containsExactly(false, false, true, true, true);
        assertThat(authors.columns().get(1).defaultValue()).isEqualTo("'A''B'::character varying");
        assertThat(authors.indexes())
                .containsExactlyInAnyOrder(
                        new Table.Index("by_lower", List.of("lower((name)::text)", "price"), false),
                        new Table.Index("one_name", List.of("name"), true));
        assertThat(authors.triggers())
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.definition()).contains("BEFORE UPDATE ON authors"));
        assertThat(table(schema, "it's <b>").primaryKey()).containsExactly("b", "a");
        assertThat(table(schema, "it's <b>").foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("author"), "authors", List.of("id"), "SET NULL"));
        assertThat(table(schema, "lines").foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("y", "x"), "it's <b>", List.of("b", "a"), "CASCADE"));
    }

    @Test
    void readsOneSchemaOfPostgresBesideAnotherWithAlmostTheSameName() throws Exception {
        Schema schema = read(
                Servers.postgres(),
                "CREATE SCHEMA tenant_1",
                "CREATE SCHEMA tenantx1",
                "CREATE TABLE tenantx1.elsewhere (id int)",
                "CREATE TABLE tenantx1.same (other int)",
                "CREATE TABLE tenant_1.same (here int)",
                "SET search_path = tenant_1");
        assertThat(schema.tables()).extracting(Table::name).containsExactly("same");
        assertThat(table(schema, "same").columns())
                .extracting(Table.Column::name)
                .containsExactly("here");
    }

    @Test
    void readsAllThatATableOfMariaDbHas() throws Exception {
        String url = Servers.maria();
        String other = Servers.maria();
        Servers.execute(other, "CREATE TABLE elsewhere (id int)");
        Schema schema = read(
                url,
                "CREATE TABLE authors (id bigint unsigned AUTO_INCREMENT PRIMARY KEY,"
                        + " name varchar(80) NOT NULL DEFAULT 'A', price decimal(10,2), mood enum('good', 'bad'))",
                "CREATE TABLE `it's <b>` (a int, b int, author bigint unsigned, PRIMARY KEY (b, a),"
                        + " CONSTRAINT author FOREIGN KEY (author) REFERENCES authors (id) ON DELETE CASCADE)",
                "CREATE INDEX by_name ON authors (name, price)",
                "CREATE TRIGGER touched BEFORE UPDATE ON authors FOR EACH ROW SET NEW.price = 1",
                "CREATE VIEW names AS SELECT name FROM authors",
                "CREATE TABLE _meta (id int)");
        assertThat(schema.tables())
                .extracting(table -> table.name() + ": " + table.kind())
                .containsExactly("authors: table", "it's <b>: table", "names: view");
        Table authors = table(schema, "authors");
        assertThat(authors.primaryKey()).containsExactly("id");
        assertThat(authors.columns())
                .extracting(Table.Column::type)
                .containsExactly("bigint(20) unsigned", "varchar(80)", "decimal(10,2)", "enum('good','bad')");
        assertThat(authors.indexes()).containsExactly(new Table.Index("by_name", List.of("name", "price"), false));
        assertThat(authors.triggers())
                .singleElement()
                .satisfies(trigger ->
                        assertThat(trigger.definition()).isEqualTo("BEFORE UPDATE FOR EACH ROW SET NEW.price = 1"));
        assertThat(table(schema, "it's <b>").primaryKey()).containsExactly("b", "a");
        assertThat(table(schema, "it's <b>").foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("author"), "authors", List.of("id"), "CASCADE"));
    }

    @Test
    void showsDatabasesOnServers() throws Exception {
        Migrations migrations = new Migrations(directory)
                .with("0001-fruit.sql", "CREATE TABLE fruit (id int PRIMARY KEY, name varchar(9));\n");
        for (String url : List.of(Servers.postgres(), Servers.maria())) {
            FastMigrate database =
                    FastMigrate.database(url).migrations(migrations.directory()).build();
            database.create();
            database.migrate();
            migrations.with("0002-more.sql", "CREATE TABLE basket (fruit int REFERENCES fruit (id));\n");
            assertThat(HtmlReport.of(database).html())
                    .contains("0001-fruit.sql", "0002-more.sql", "fruit", "(9)")
                    .doesNotContain("cannot be read", "_meta", "password=");
            Path second = migrations.directory().resolve("0002-more.sql");
            Files.delete(second);
        }
    }
}
