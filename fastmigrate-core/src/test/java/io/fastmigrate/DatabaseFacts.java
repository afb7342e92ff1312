package io.fastmigrate;

import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All that a program can find out about a database, as lines of text. */
final class DatabaseFacts {

    private final Connection connection;
    private final List<String> facts = new ArrayList<>();

    private DatabaseFacts(Connection connection) {
        this.connection = connection;
    }

    /** Reads through its own connection, which has no schema in its memory yet. */
    static List<String> of(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            return of(connection);
        }
    }

    static List<String> of(Connection connection) throws SQLException {
        DatabaseFacts reader = new DatabaseFacts(connection);
        reader.readSchema();
        for (List<String> table : reader.rows("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'"
                + " AND name <> 'sqlite_schema' ORDER BY type, name")) {
            reader.readShape(table.get(0));
            if (!table.get(1).equals("view")) {
                reader.readRows(table.get(0), table.get(2).equals("1"));
            }
        }
        reader.add("integrity", "PRAGMA integrity_check");
        return reader.facts;
    }

    /** In the text of a table its own name counts without quotes: SQLite puts them there when it renames one. */
    private void readSchema() throws SQLException {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows("SELECT type, name, tbl_name, sql FROM sqlite_schema")) {
            if (row.get(0).equals("table") && row.get(3) != null) {
                row.set(3, withQuotedName(row.get(3)));
            }
            lines.add("schema " + row);
        }
        lines.sort(null);
        facts.addAll(lines);
    }

    private static String withQuotedName(String sql) {
        List<SqlToken> tokens = SqlToken.read(sql);
        SqlToken name = tokens.get(2);
        if (tokens.get(1).isWord("TABLE")) {
            String quoted = '"' + name.name().orElseThrow().replace("\"", "\"\"") + '"';
            tokens.set(2, new SqlToken(TokenType.QUOTED_NAME, " ", quoted));
        }
        return SqlToken.join(tokens);
    }

    private void readShape(String table) throws SQLException {
        String literal = "'" + table.replace("'", "''") + "'";
        add(table + " is", "SELECT type, wr, strict FROM pragma_table_list(" + literal + ") WHERE schema = 'main'");
        add(table + " column", "SELECT * FROM pragma_table_xinfo(" + literal + ")");
        add(table + " violation", "PRAGMA foreign_key_check(" + literal + ")");
        add(table + " index", "SELECT * FROM pragma_index_list(" + literal + ") ORDER BY name");
        add(
                table + " index part",
                "SELECT l.name, x.* FROM pragma_index_list(" + literal
                        + ") l, pragma_index_xinfo(l.name) x ORDER BY l.name, x.seqno");
        add(table + " foreign key", "SELECT * FROM pragma_foreign_key_list(" + literal + ")");
    }

    private void readRows(String table, boolean withoutRowId) throws SQLException {
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        StringBuilder values = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (List<String> column :
                rows("SELECT name FROM pragma_table_xinfo('" + table.replace("'", "''") + "') WHERE hidden <> 1")) {
            String name = '"' + column.get(0).replace("\"", "\"\"") + '"';
            names.add(column.get(0).toLowerCase(java.util.Locale.ROOT));
            values.append(", typeof(")
                    .append(name)
                    .append("), hex(")
                    .append(name)
                    .append("), quote(")
                    .append(name)
                    .append(')');
        }
        String rowId = List.of("rowid", "_rowid_", "oid").stream()
                .filter(name -> !withoutRowId && !table.startsWith("sqlite_") && !names.contains(name))
                .findFirst()
                .orElse("'none'");
        add(table + " row", "SELECT " + rowId + values + " FROM " + quoted + " NOT INDEXED");
    }

    /** An answer too is that SQLite refuses, as for a view of a table that is gone. */
    private void add(String label, String query) {
        try {
            for (List<String> row : rows(query)) {
                facts.add(label + " " + row);
            }
        } catch (SQLException e) {
            facts.add(label + ": " + e.getMessage());
        }
    }

    private List<List<String>> rows(String query) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                found.add(row);
            }
        }
        return found;
    }
}
