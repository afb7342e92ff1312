package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.internal.server.MySqlDefinition.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows of a template, and what tells whether a copy still has the same: for each table the number of rows, and the sum of
 * their checksums. {@code CHECKSUM TABLE} does not tell it: to it ('ab', 'c') and ('a', 'bc') are the same.
 */
final class MySqlRows {

    private static final int TABLES_AT_ONCE = 50;

    private static final Set<String> PLAIN = Set.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "decimal",
            "year",
            "date",
            "time",
            "datetime",
            "timestamp");

    private static final Set<String> APPROXIMATE = Set.of("float", "double");

    private static final String COLUMNS =
            "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND EXTRA NOT"
                    + " REGEXP 'VIRTUAL GENERATED|STORED GENERATED|PERSISTENT' ORDER BY TABLE_NAME, ORDINAL_POSITION";

    private final String template;

    /** Each returns one row for a table. */
    private final Map<String, String> queries = new TreeMap<>();

    private final Map<String, String> columns = new TreeMap<>();
    private final Map<String, String> sequences = new TreeMap<>();
    private final Map<String, String> ofTemplate;

    private MySqlRows(Connection connection, String template, MySqlSchema schema) throws SQLException {
        this.template = template;
        Map<String, List<List<String>>> byTable = KeptConnection.rows(connection, COLUMNS, template).stream()
                .collect(Collectors.groupingBy(row -> row.get(0)));
        for (MySqlDefinition table : schema.of(Kind.TABLE)) {
            List<List<String>> own = byTable.getOrDefault(table.name(), List.of());
            columns.put(
                    table.name(),
                    own.stream().map(row -> MySqlDefinition.quoted(row.get(1))).collect(Collectors.joining(", ")));
            queries.put(
                    table.name(), query(table.name(), own, schema.versioned().contains(table.name())));
        }
        for (MySqlDefinition sequence : schema.of(Kind.SEQUENCE)) {
            String name = MySqlDefinition.quoted(sequence.name());
            sequences.put(
                    sequence.name(),
                    KeptConnection.rows(connection, "SELECT next_not_cached_value FROM " + name)
                            .get(0)
                            .get(0));
            queries.put(sequence.name(), "SELECT next_not_cached_value, cycle_count FROM " + name);
        }
        this.ofTemplate = read(connection, queries.keySet());
    }

    /** Reads the connection's database, which stays as it is. */
    static MySqlRows of(Connection connection, String template, MySqlSchema schema) throws SQLException {
        return new MySqlRows(connection, template, schema);
    }

    /** The sum does not depend on the order of the rows. What was deleted from a table with a history only stays there. */
    private static String query(String table, List<List<String>> columns, boolean versioned) {
        String name = MySqlDefinition.quoted(table);
        String values =
                columns.stream().map(row -> value(row.get(1), row.get(2))).collect(Collectors.joining(", "));
        return "SELECT " + (versioned ? "(SELECT COUNT(*) FROM " + name + ")" : "COUNT(*)")
                + ", SUM(CAST(CONV(LEFT(MD5(CONCAT_WS(',', " + (values.isEmpty() ? "''" : values)
                + ")), 16), 16, 10) AS UNSIGNED)) FROM " + name + (versioned ? " FOR SYSTEM_TIME ALL" : "");
    }

    /** Of a long value the checksum is as short as that of others, so that no row is too long to be compared. */
    private static String value(String column, String type) {
        String name = MySqlDefinition.quoted(column);
        String kind = type.toLowerCase(Locale.ROOT);
        String value = PLAIN.contains(kind) ? name : APPROXIMATE.contains(kind) ? name + " + 0e0" : "MD5(" + name + ")";
        return "IFNULL(" + value + ", '-')";
    }

    /** Reads what tells whether tables and sequences of the connection's database are as they were. */
    Map<String, String> read(Connection connection, Collection<String> names) throws SQLException {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> some = new LinkedHashMap<>();
        for (String name : names) {
            some.put(name, String.valueOf(queries.get(name)));
            if (some.size() == TABLES_AT_ONCE) {
                found.putAll(read(connection, some));
                some.clear();
            }
        }
        found.putAll(read(connection, some));
        return found;
    }

    private static Map<String, String> read(Connection connection, Map<String, String> queries) throws SQLException {
        List<String> names = new ArrayList<>(queries.keySet());
        List<String> numbered = new ArrayList<>();
        for (String name : names) {
            numbered.add(String.valueOf(queries.get(name)).replaceFirst("SELECT", "SELECT " + numbered.size() + ","));
        }
        Map<String, String> found = new TreeMap<>();
        if (!numbered.isEmpty()) {
            for (List<String> row : KeptConnection.rows(connection, String.join(" UNION ALL ", numbered))) {
                found.put(names.get(Integer.parseInt(row.get(0))), row.get(1) + " " + row.get(2));
            }
        }
        return found;
    }

    Set<String> names() {
        return queries.keySet();
    }

    /** Gives tables and sequences of the connection's database what the template has. Triggers must not see it. */
    void copy(Connection connection, String database, Collection<String> names, Map<String, String> counters)
            throws SQLException {
        for (String name : names) {
            String here = MySqlDefinition.quoted(database) + "." + MySqlDefinition.quoted(name);
            String sequence = sequences.get(name);
            if (sequence != null) {
                run(connection, "ALTER SEQUENCE " + here + " RESTART " + sequence);
                continue;
            }
            if (!isEmpty(name)) {
                run(
                        connection,
                        "INSERT INTO " + here + " (" + columns.get(name) + ") SELECT " + columns.get(name) + " FROM "
                                + MySqlDefinition.quoted(template) + "." + MySqlDefinition.quoted(name));
            }
            String counter = String.valueOf(counters.get(name));
            if (!counter.equals(counter(connection, database, name))) {
                run(connection, "ALTER TABLE " + here + " AUTO_INCREMENT = " + (counter.isEmpty() ? "1" : counter));
            }
        }
    }

    boolean isEmpty(String table) {
        return String.valueOf(ofTemplate.get(table)).startsWith("0 ");
    }

    static String counter(Connection connection, String database, String table) throws SQLException {
        return MySqlDefinition.read(connection, database, Kind.TABLE, table, "").counter();
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
