package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the rows that a script's DELETEs and REPLACEs take from other tables by their foreign keys. Tables are counted
 * before the first and after the last of several such statements in a row, and only those that can lose any.
 */
public final class CascadeCount {

    private final Connection connection;
    private final Map<String, Long> lost = new TreeMap<>(SqliteNames.ORDER);
    private final Map<String, Long> before = new TreeMap<>(SqliteNames.ORDER);
    private final Map<String, Long> deleted = new HashMap<>();

    public CascadeCount(Connection connection) {
        this.connection = connection;
    }

    /** Takes notice of a statement that is about to run. */
    public void before(SqlStatement statement) throws SQLException {
        if (!deletes(statement)) {
            finish();
            return;
        }
        boolean enforced = Sql.string(connection, "PRAGMA foreign_keys").equals("1");
        boolean elsewhere = statement.schema().isPresent()
                && !SqliteNames.same(statement.schema().get(), "main");
        if (enforced && !elsewhere) {
            String table = statement.name().orElse("");
            Set<String> reached = new LinkedHashSet<>(Cascades.of(connection).deletedWith(table));
            for (String each : reached) {
                if (!before.containsKey(each)) {
                    before.put(each, count(each));
                }
            }
        }
    }

    /** Takes notice that it ran. */
    public void after(SqlStatement statement) throws SQLException {
        String table = statement.name().orElse("");
        if (!before.containsKey(table) || !deletes(statement)) {
            return;
        }
        if (statement.kind() == StatementKind.DELETE) {
            long own = Long.parseLong(Sql.string(connection, "SELECT changes()"));
            deleted.merge(SqliteNames.fold(table), own, Long::sum);
        } else {
            // How many rows a REPLACE deletes of its own table, and how many it only adds, no one can tell.
            before.remove(table);
        }
    }

    private static boolean deletes(SqlStatement statement) {
        return statement.mayCascade() && statement.kind() != StatementKind.UPDATE;
    }

    /** Counts again after the last of them. */
    public void finish() throws SQLException {
        for (Map.Entry<String, Long> each : before.entrySet()) {
            long own = deleted.getOrDefault(SqliteNames.fold(each.getKey()), 0L);
            long gone = each.getValue() - count(each.getKey()) - own;
            if (gone > 0) {
                lost.merge(each.getKey(), gone, Long::sum);
            }
        }
        before.clear();
        deleted.clear();
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(Sql.string(connection, "SELECT count(*) FROM main." + Sql.quoted(table)));
    }

    /** Returns how many rows each table lost, in words; empty if none did. */
    public String inWords() {
        List<String> words = new ArrayList<>();
        lost.forEach((table, rows) -> words.add(rows + (rows == 1 ? " row of " : " rows of ") + table));
        return String.join(", ", words);
    }
}
