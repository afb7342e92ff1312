package io.fastmigrate.test.internal.hibernate;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** What Hibernate would run, without what takes anything away, and with a question where it may be a renamed column or table. */
final class MissingScript {

    /** Hibernate drops a unique constraint or a check in order to make it again. */
    private static final Pattern DROPS = Pattern.compile("(?i)\\bdrop\\b");

    private static final Pattern NEW_COLUMN =
            Pattern.compile("(?i)alter table (?:if exists )?(\\S+) add column (?:if not exists )?(\\S+).*");

    private static final Pattern NEW_TABLE = Pattern.compile("(?i)create table (?:if not exists )?(\\S+) *\\(.*");

    private final List<String> statements;
    private final Metadata metadata;
    private final Map<String, Set<String>> columns;

    private MissingScript(List<String> statements, Metadata metadata, Map<String, Set<String>> columns) {
        this.statements = statements;
        this.metadata = metadata;
        this.columns = columns;
    }

    static MissingScript of(List<String> statements, Metadata metadata, DataSource database) throws SQLException {
        List<String> kept = statements.stream()
                .map(String::strip)
                .filter(statement ->
                        !statement.isEmpty() && !DROPS.matcher(statement).find())
                .toList();
        return new MissingScript(kept, metadata, kept.isEmpty() ? Map.of() : columns(database));
    }

    /** Returns the columns of all tables, the names of both in lower case. */
    private static Map<String, Set<String>> columns(DataSource database) throws SQLException {
        Map<String, Set<String>> columns = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData facts = connection.getMetaData();
            try (ResultSet rows = facts.getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
                while (rows.next()) {
                    columns.computeIfAbsent(bare(rows.getString("TABLE_NAME")), table -> new TreeSet<>())
                            .add(bare(rows.getString("COLUMN_NAME")));
                }
            }
        }
        return columns;
    }

    boolean isEmpty() {
        return statements.isEmpty();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        for (String statement : statements) {
            question(statement, lines);
            lines.add(statement);
        }
        return String.join("\n", lines);
    }

    private void question(String statement, List<String> lines) {
        Matcher column = NEW_COLUMN.matcher(statement);
        Matcher table = NEW_TABLE.matcher(statement);
        if (column.matches()) {
            String in = bare(column.group(1));
            for (String other : unmappedColumns(in)) {
                lines.add(
                        "-- Is " + bare(column.group(2)) + " the renamed column " + other + "? Then write: ALTER TABLE "
                                + in + " RENAME COLUMN " + other + " TO " + bare(column.group(2)) + ";");
            }
        } else if (table.matches()) {
            String made = bare(table.group(1));
            likelyTable(made)
                    .ifPresent(other -> lines.add("-- Is " + made + " the renamed table " + other
                            + "? Then write: ALTER TABLE " + other + " RENAME TO " + made + ";"));
        }
    }

    private List<String> unmappedColumns(String table) {
        Set<String> mapped = mappedColumns(table);
        return columns.getOrDefault(table, Set.of()).stream()
                .filter(column -> !mapped.contains(column))
                .toList();
    }

    /** Returns a table that no entity has and that has most of the columns of a new one. */
    private Optional<String> likelyTable(String made) {
        Set<String> wanted = mappedColumns(made);
        Set<String> mapped = new TreeSet<>();
        metadata.collectTableMappings().forEach(table -> mapped.add(bare(table.getName())));
        return columns.keySet().stream()
                .filter(table -> !mapped.contains(table) && 2 * common(table, wanted) > wanted.size())
                .max(Comparator.comparingLong(table -> common(table, wanted)));
    }

    private long common(String table, Set<String> wanted) {
        return columns.getOrDefault(table, Set.of()).stream()
                .filter(wanted::contains)
                .count();
    }

    private Set<String> mappedColumns(String name) {
        Set<String> mapped = new TreeSet<>();
        for (Table table : metadata.collectTableMappings()) {
            if (bare(table.getName()).equals(name)) {
                for (Column column : table.getColumns()) {
                    mapped.add(bare(column.getName()));
                }
            }
        }
        return mapped;
    }

    /** Returns a name without its schema and its quotes, in lower case. */
    private static String bare(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
