package io.fastmigrate.test.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.test.EmbeddedPostgresServer;
import io.fastmigrate.test.FastMigrateTest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same entities on SQLite and on PostgreSQL. */
class SchemaVerifierTest {

    @Nested
    @FastMigrateTest(migrations = "classpath:entities")
    class OnSqlite extends Contract {

        @Override
        void rename(DataSource database) throws SQLException {
            execute(database, "ALTER TABLE book RENAME COLUMN title TO name");
        }
    }

    @Nested
    @FastMigrateTest(migrations = "classpath:entities", server = EmbeddedPostgresServer.class)
    class OnPostgres extends Contract {

        @Override
        void rename(DataSource database) throws SQLException {
            execute(database, "ALTER TABLE book RENAME COLUMN title TO name");
        }

        @Test
        void namesATypeThatDoesNotFit(DataSource database) throws SQLException {
            execute(database, "ALTER TABLE book ALTER COLUMN pages TYPE text");

            assertThatThrownBy(() -> SchemaVerifier.verify(database, Author.class, Book.class))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("do not fit", "pages", "wrong column type");
        }
    }

    abstract static class Contract {

        abstract void rename(DataSource database) throws SQLException;

        @Test
        void entitiesThatFitPass(DataSource database) {
            assertThatCode(() -> SchemaVerifier.verify(database, Author.class, Book.class))
                    .doesNotThrowAnyException();
        }

        @Test
        void printsTheScriptThatIsMissing(DataSource database) throws SQLException {
            execute(database, "ALTER TABLE book DROP COLUMN pages");
            execute(database, "DROP INDEX book_title");

            String message = message(database, Author.class, Book.class, Tag.class);

            assertThat(message.toLowerCase(Locale.ROOT))
                    .contains("this script is missing")
                    .containsPattern("alter table (if exists )?book add column pages integer")
                    .contains("create table tag (")
                    .contains("create index book_title on book (title)")
                    .doesNotContain("drop ");
        }

        @Test
        void asksWhetherAColumnWasRenamed(DataSource database) throws SQLException {
            rename(database);

            assertThat(message(database, Author.class, Book.class))
                    .contains(
                            "-- Is title the renamed column name? Then write: ALTER TABLE book RENAME COLUMN name TO title;");
        }

        @Test
        void asksWhetherATableWasRenamed(DataSource database) throws SQLException {
            execute(database, "ALTER TABLE book RENAME TO volume");

            assertThat(message(database, Author.class, Book.class))
                    .contains("-- Is book the renamed table volume? Then write: ALTER TABLE volume RENAME TO book;");
        }

        @Test
        void changesNothing(DataSource database) throws SQLException {
            execute(database, "DROP INDEX book_title");

            String first = message(database, Author.class, Book.class);
            assertThat(message(database, Author.class, Book.class)).isEqualTo(first);
        }
    }

    private static String message(DataSource database, Class<?>... entities) {
        AssertionError error =
                catchThrowableOfType(AssertionError.class, () -> SchemaVerifier.verify(database, entities));
        return String.valueOf(error.getMessage());
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Entity
    @Table(name = "author")
    static class Author {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Integer id;

        @Column(unique = true, nullable = false)
        String name = "";
    }

    @Entity
    @Table(name = "book", indexes = @Index(name = "book_title", columnList = "title"))
    static class Book {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Integer id;

        @Nullable
        String title;

        @Nullable
        Integer pages;

        @ManyToOne
        @JoinColumn(name = "author_id")
        @Nullable
        Author author;
    }

    @Entity
    @Table(name = "tag")
    static class Tag {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Integer id;

        @Nullable
        String text;
    }
}
