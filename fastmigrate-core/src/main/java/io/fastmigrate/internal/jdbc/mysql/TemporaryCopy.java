package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** An empty temporary table of MySQL or MariaDB, on which definitions are tried. Ends with {@link #close}. */
final class TemporaryCopy implements AutoCloseable {

    private static final String NAME = "`_fastmigrate_copy`";

    private final Connection connection;

    private TemporaryCopy(Connection connection) {
        this.connection = connection;
    }

    /** What a copy of a table says after a change, and what it said before. */
    record Tried(List<String> before, List<String> after) {

        /** Tells whether nothing was changed; the order of keys and constraints does not matter. */
        boolean isSame() {
            return columns(before).equals(columns(after))
                    && before.stream()
                            .sorted()
                            .toList()
                            .equals(after.stream().sorted().toList());
        }

        private static List<String> columns(List<String> lines) {
            return lines.stream().filter(line -> line.startsWith("`")).toList();
        }
    }

    /** Carries a change out on a copy of a table. */
    static Tried tried(Connection connection, String table, String change) throws SQLException {
        try (TemporaryCopy copy = like(connection, table)) {
            return copy.tried(change);
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
        }
        try (TemporaryCopy copy = ofOtherEngine(connection, table)) {
            return copy.tried(change);
        }
    }

    private Tried tried(String change) throws SQLException {
        List<String> before = lines();
        Rows.script(connection, "ALTER TABLE " + NAME + " " + change);
        return new Tried(before, lines());
    }

    /** Makes one with the columns, keys and checks of a table. */
    private static TemporaryCopy like(Connection connection, String table) throws SQLException {
        Rows.run(connection, "CREATE TEMPORARY TABLE " + NAME + " LIKE " + table);
        return new TemporaryCopy(connection);
    }

    /**
     * Makes one of an engine that takes temporary tables with full-text and spatial indexes, which InnoDB does not, and
     * without what no temporary table has.
     */
    private static TemporaryCopy ofOtherEngine(Connection connection, String table) throws SQLException {
        List<String> own = MySqlPartitions.without(lines(connection, table));
        String options = own.get(own.size() - 1)
                .replaceFirst("ENGINE=\\w+", "ENGINE=MyISAM")
                .replaceAll(" (ROW_FORMAT|KEY_BLOCK_SIZE)=\\w+| WITH SYSTEM VERSIONING", "");
        String columns = own.subList(1, own.size() - 1).stream()
                .filter(line -> !line.contains(" FOREIGN KEY "))
                .collect(Collectors.joining(",\n"));
        return of(connection, "(" + columns + options);
    }

    /**
     * Makes one.
     *
     * @param definition what stands behind the table's name
     */
    static TemporaryCopy of(Connection connection, String definition) throws SQLException {
        Rows.script(connection, "CREATE TEMPORARY TABLE " + NAME + " " + definition);
        return new TemporaryCopy(connection);
    }

    /** Tells whether another table has the same rows, in whatever order. */
    boolean hasRowsOf(String table) throws SQLException {
        List<List<String>> sums = Rows.all(connection, 2, "CHECKSUM TABLE " + NAME + ", " + table);
        return sums.get(0).get(1) != null
                && sums.get(0).get(1).equals(sums.get(1).get(1));
    }

    List<String> lines() throws SQLException {
        return lines(connection, NAME);
    }

    /** Returns a table's definition as the server writes it: a line for each column, key and constraint. */
    static List<String> lines(Connection connection, String table) throws SQLException {
        String text =
                Rows.all(connection, 2, "SHOW CREATE TABLE " + table).get(0).get(1);
        return text.lines()
                .map(line -> line.strip().replaceFirst(",$", "").replaceAll(" AUTO_INCREMENT=\\d+", ""))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        Rows.run(connection, "DROP TEMPORARY TABLE IF EXISTS " + NAME);
    }
}
