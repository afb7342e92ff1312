package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.sqlite.connection.SchemaGenerator.Feature;
import io.fastmigrate.internal.sqlite.connection.SchemaGenerator.Table;
import io.fastmigrate.internal.sqlite.schema.SqlLiteral;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the dump of any schema makes is that schema, and what it makes of any rows is those rows. */
class SchemaRoundTripTest {

    private static final int SCHEMAS = 400;

    private static final List<Object> VALUES = List.of(
            0L,
            1L,
            -1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            0.1 + 0.2,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            "",
            "it's; --",
            "a\0b",
            "\0",
            "new\r\nline",
            "ünï 😀",
            "12",
            "1e5",
            new byte[0],
            new byte[] {0, (byte) 0xff},
            "NULL".getBytes(StandardCharsets.UTF_8));

    @Test
    void makesTheSameSchemaAndTheSameRows() throws SQLException {
        Map<Feature, Integer> counts = SchemaGenerator.noCounts();
        for (long seed = 1; seed <= SCHEMAS; seed++) {
            try {
                roundTrip(seed, counts);
            } catch (SQLException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(counts).containsOnlyKeys(Feature.values());
        assertThat(counts.values()).allMatch(count -> count >= 5);
    }

    private static void roundTrip(long seed, Map<Feature, Integer> counts) throws SQLException {
        SchemaGenerator generator = new SchemaGenerator(seed, counts);
        Random random = new Random(seed);
        try (Connection original = memory();
                Connection made = memory()) {
            run(original, generator.tablesAndIndexes());
            for (Table table : generator.tables()) {
                fill(original, table, random);
            }
            run(original, generator.viewsAndTriggers());
            List<Table> filled = new ArrayList<>(generator.tables().stream()
                    .filter(table -> !table.hidesRowid())
                    .toList());
            String script =
                    SqliteSchema.dump(original, filled.stream().map(Table::name).toList());

            Sql.run(made, script);
            SqliteSchema.compare(original, made);
            assertSameRows(filled, original, made);

            Sql.run(original, script);
            SqliteSchema.compare(made, original);
            assertSameRows(filled, made, original);
            assertThat(SqliteSchema.dump(original, List.of())).isEqualTo(SqliteSchema.dump(made, List.of()));
            for (Table table : generator.tables()) {
                if (table.hidesRowid()) {
                    assertThatThrownBy(() -> SqliteSchema.dump(original, List.of(table.name())))
                            .isInstanceOf(EnrollFailedException.class)
                            .hasMessageContaining(table.name());
                }
            }
        }
    }

    private static Connection memory() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        for (String statement : statements) {
            try {
                Sql.run(connection, statement);
            } catch (SQLException e) {
                throw new SQLException(e.getMessage() + " in " + statement, e);
            }
        }
    }

    private static void fill(Connection connection, Table table, Random random) throws SQLException {
        if (table.plainColumns().isEmpty()) {
            return;
        }
        String columns =
                String.join(", ", table.plainColumns().stream().map(Sql::quoted).toList());
        String marks = String.join(
                ", ", table.plainColumns().stream().map(column -> "?").toList());
        String insert =
                "INSERT OR IGNORE INTO " + Sql.quoted(table.name()) + " (" + columns + ") VALUES (" + marks + ")";
        for (int row = random.nextInt(6); row >= 0; row--) {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                for (int i = 1; i <= table.plainColumns().size(); i++) {
                    statement.setObject(i, random.nextInt(5) == 0 ? null : VALUES.get(random.nextInt(VALUES.size())));
                }
                statement.executeUpdate();
            } catch (SQLException e) {
                // A STRICT column or a key wants another type.
                assertThat(e.getMessage()).containsAnyOf("SQLITE_CONSTRAINT", "SQLITE_MISMATCH");
            }
        }
        if (random.nextBoolean()) {
            Sql.run(connection, "DELETE FROM " + Sql.quoted(table.name()) + " WHERE abs(random() % 3) = 0");
        }
    }

    private static void assertSameRows(List<Table> tables, Connection expected, Connection actual) throws SQLException {
        for (Table table : tables) {
            assertThat(rows(actual, table)).as(table.name()).isEqualTo(rows(expected, table));
        }
        assertThat(query(actual, "SELECT name, 'counter', seq FROM sqlite_sequence ORDER BY 1"))
                .isEqualTo(query(expected, "SELECT name, 'counter', seq FROM sqlite_sequence ORDER BY 1"));
    }

    private static List<String> rows(Connection connection, Table table) throws SQLException {
        List<String> columns = new ArrayList<>();
        if (rowid(connection, table)) {
            columns.add(table.columns().contains("rowid") ? "_rowid_" : "rowid");
        }
        for (String column : table.columns()) {
            String name = Sql.quoted(column);
            columns.add("typeof(" + name + ")");
            columns.add(
                    "CASE WHEN typeof(" + name + ") IN ('text', 'blob') THEN hex(" + name + ") ELSE " + name + " END");
        }
        return query(
                connection,
                "SELECT " + String.join(", ", columns) + " FROM " + Sql.quoted(table.name()) + " ORDER BY 1, 2, 3");
    }

    private static boolean rowid(Connection connection, Table table) throws SQLException {
        return query(
                        connection,
                        "SELECT 1 FROM pragma_table_list(" + SqlLiteral.ofText(table.name()) + ") WHERE wr = 1")
                .isEmpty();
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    row.append(value instanceof Double d ? Long.toHexString(Double.doubleToRawLongBits(d)) : value)
                            .append('|');
                }
                found.add(row.toString());
            }
        } catch (SQLException e) {
            if (sql.contains("sqlite_sequence")) {
                return found;
            }
            throw e;
        }
        return found;
    }
}
