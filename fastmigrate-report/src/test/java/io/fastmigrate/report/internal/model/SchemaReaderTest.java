package io.fastmigrate.report.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaReaderTest {

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
    void readsAllThatATableOfSqliteHas() throws SQLException {
        Schema schema = read(
                "jdbc:sqlite::memory:",
                "CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL DEFAULT 'A''B')",
                "CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INT REFERENCES Authors ON DELETE CASCADE, title,"
                        + " slug TEXT GENERATED ALWAYS AS (lower(title)), UNIQUE (title))",
                "CREATE TABLE parts (book INT, number INT, PRIMARY KEY (number, book)) WITHOUT ROWID",
                "CREATE TABLE lines (id INT, book INT, number INT, parent INT REFERENCES books(id),"
                        + " FOREIGN KEY (number, book) REFERENCES parts)",
                "CREATE INDEX by_slug ON books (lower(slug), author_id)",
                "CREATE TRIGGER touched AFTER UPDATE ON Books BEGIN SELECT 1; END",
                "CREATE VIEW titles AS SELECT title FROM books");
        assertThat(schema.tables())
                .extracting(Table::name)
                .containsExactly("authors", "books", "lines", "parts", "titles");
        assertThat(table(schema, "authors").columns())
                .containsExactly(
                        new Table.Column("id", "INTEGER", false, ""),
                        new Table.Column("name", "VARCHAR(80)", false, "'A''B'"));
        Table books = table(schema, "books");
        assertThat(books.columns())
                .extracting(Table.Column::type)
                .containsExactly("INTEGER", "INT", "", "TEXT generated");
        assertThat(books.foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("author_id"), "Authors", List.of(), "CASCADE"));
        assertThat(books.indexes())
                .containsExactly(
                        new Table.Index("by_slug", List.of("(expression)", "author_id"), false),
                        new Table.Index("sqlite_autoindex_books_1", List.of("title"), true));
        assertThat(books.triggers())
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.definition()).startsWith("CREATE TRIGGER touched"));
        assertThat(table(schema, "parts").primaryKey()).containsExactly("number", "book");
        assertThat(table(schema, "lines").foreignKeys())
                .containsExactly(
                        new Table.ForeignKey(List.of("parent"), "books", List.of("id"), ""),
                        new Table.ForeignKey(List.of("number", "book"), "parts", List.of(), ""));
        assertThat(table(schema, "titles").isView()).isTrue();
    }

    @Test
    void leavesOutWhatIsNotTheUsers() throws SQLException {
        Schema schema = read(
                "jdbc:sqlite::memory:",
                "CREATE TABLE _meta (id INTEGER PRIMARY KEY, version INT)",
                "CREATE TABLE _fastmigrate_history (version INT)",
                "CREATE TABLE \"<script>\" (\"it's\" TEXT)",
                "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)",
                "CREATE VIRTUAL TABLE search USING fts5(body)");
        assertThat(schema.tables()).extracting(Table::name).containsExactly("<script>", "counted", "search");
        assertThat(table(schema, "search").kind()).isEqualTo("virtual table");
        assertThat(table(schema, "<script>").columns())
                .extracting(Table.Column::name)
                .containsExactly("it's");
    }

    @Test
    void readsAViewThatIsBroken() throws SQLException {
        Schema schema = read(
                "jdbc:sqlite::memory:",
                "CREATE TABLE a (x)",
                "CREATE VIEW v AS SELECT x FROM a",
                "CREATE VIEW other AS SELECT 1 AS one",
                "DROP TABLE a");
        assertThat(schema.tables()).extracting(Table::name).containsExactly("other", "v");
        assertThat(table(schema, "v").columns()).isEmpty();
        assertThat(table(schema, "other").columns()).hasSize(1);
    }

    @Test
    void readsH2() throws SQLException {
        Schema schema = read(
                "jdbc:h2:mem:report",
                "CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(80) DEFAULT 'x' NOT NULL, price DECIMAL(10,2))",
                "CREATE TABLE \"it's <b>\" (id INT PRIMARY KEY, author INT REFERENCES authors ON DELETE SET NULL)",
                "CREATE INDEX by_name ON authors (name, price)",
                "CREATE VIEW names AS SELECT name FROM authors",
                "CREATE TABLE \"_meta\" (id INT)");
        assertThat(schema.tables()).extracting(Table::name).containsExactly("AUTHORS", "NAMES", "it's <b>");
        assertThat(table(schema, "AUTHORS").columns())
                .containsExactly(
                        new Table.Column("ID", "integer", false, ""),
                        new Table.Column("NAME", "character varying(80)", false, "'x'"),
                        new Table.Column("PRICE", "decimal(10,2)", true, ""));
        assertThat(table(schema, "AUTHORS").primaryKey()).containsExactly("ID");
        assertThat(table(schema, "AUTHORS").indexes())
                .containsExactly(new Table.Index("BY_NAME", List.of("NAME", "PRICE"), false));
        assertThat(table(schema, "it's <b>").foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("AUTHOR"), "AUTHORS", List.of("ID"), "SET NULL"));
    }

    @Test
    void readsDuckDb() throws SQLException {
        Schema schema = read(
                "jdbc:duckdb:",
                "CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR NOT NULL)",
                "CREATE TABLE books (id INT PRIMARY KEY, author INT REFERENCES authors (id))",
                "CREATE INDEX by_author ON books (author)",
                "CREATE VIEW names AS SELECT name FROM authors");
        assertThat(schema.tables()).extracting(Table::name).containsExactly("authors", "books", "names");
        assertThat(table(schema, "authors").primaryKey()).containsExactly("id");
        assertThat(table(schema, "books").foreignKeys())
                .containsExactly(new Table.ForeignKey(List.of("author"), "authors", List.of("id"), ""));
        assertThat(table(schema, "books").indexes())
                .extracting(Table.Index::name)
                .containsExactly("by_author");
    }
}
