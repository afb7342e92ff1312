package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.SQLiteErrorCode;

/**
 * The definitions of a schema, one for each column, constraint, index, view and trigger, in a form that can be compared. Tables
 * that virtual tables keep for themselves are left out: they differ from version to version of SQLite.
 */
final class SchemaDefinitions {

    private static final Set<String> TABLE_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    private static final Set<String> COLUMN_CONSTRAINTS = Set.of(
            "CONSTRAINT",
            "PRIMARY",
            "NOT",
            "NULL",
            "UNIQUE",
            "CHECK",
            "DEFAULT",
            "COLLATE",
            "REFERENCES",
            "GENERATED",
            "AS");

    /** Words behind which such a word begins no other constraint. */
    private static final Set<String> BEFORE_OTHER_MEANINGS = Set.of("CONSTRAINT", "NOT", "DEFAULT", "SET", "ALWAYS");

    private final Connection connection;
    private final NormalText normal;
    private final SortedMap<String, String> found = new TreeMap<>();

    private SchemaDefinitions(Connection connection, NormalText normal) {
        this.connection = connection;
        this.normal = normal;
    }

    static SortedMap<String, String> of(Connection connection) throws SQLException {
        Set<String> functions =
                new HashSet<>(strings(connection, "SELECT name FROM pragma_function_list WHERE ?1 = ''", ""));
        SchemaDefinitions definitions = new SchemaDefinitions(connection, new NormalText(functions));
        for (SchemaObject object : SchemaObject.readAll(connection)) {
            definitions.add(object);
        }
        return definitions.found;
    }

    private void add(SchemaObject object) throws SQLException {
        String name = NormalText.name(object.name());
        List<SqlToken> tokens = SqlToken.read(object.text().comparable());
        switch (object.kind()) {
            case TABLE -> table(name, tokens);
            case VIRTUAL_TABLE -> found.put("virtual table " + name, plain(tokens));
            case VIEW -> found.put("view " + name, normal.of(tokens) + columns(object.name()));
            case INDEX -> {
                tokens.removeIf(token -> token.isWord("ASC"));
                found.put("index " + name, normal.of(tokens));
            }
            case TRIGGER -> found.put("trigger " + name, normal.of(tokens));
            case SHADOW_TABLE -> {}
        }
    }

    /** The arguments of a module are its own language. */
    private static String plain(List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder();
        for (SqlToken token : tokens) {
            text.append(token.blank().isEmpty() || text.isEmpty() ? "" : " ").append(token.text());
        }
        return text.toString().strip();
    }

    /** What a view calls its columns may be the text of an expression, with its blanks. */
    private String columns(String view) throws SQLException {
        try {
            List<String> names = strings(connection, "SELECT name FROM pragma_table_xinfo(?, 'main')", view);
            return "\ncolumns: "
                    + String.join(", ", names.stream().map(NormalText::name).toList());
        } catch (SQLException e) {
            if (SqliteErrors.code(e) != SQLiteErrorCode.SQLITE_ERROR) {
                throw e;
            }
            return ""; // the view reads a table that is gone
        }
    }

    private static List<String> strings(Connection connection, String query, String parameter) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }

    private void table(String name, List<SqlToken> tokens) {
        int open = 0;
        while (tokens.get(open).type() != TokenType.OPEN) {
            open++;
        }
        List<List<SqlToken>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        int at = open + 1;
        for (int depth = 1; depth > 0; at++) {
            SqlToken token = tokens.get(at);
            depth += token.type() == TokenType.OPEN ? 1 : token.type() == TokenType.CLOSE ? -1 : 0;
            if (depth == 1 && token.type() == TokenType.COMMA) {
                parts.add(new ArrayList<>());
            } else if (depth > 0) {
                parts.get(parts.size() - 1).add(token);
            }
        }
        found.put("table " + name, ("CREATE TABLE " + name + " " + options(tokens.subList(at, tokens.size()))).strip());
        int column = 0;
        for (List<SqlToken> part : parts) {
            if (TABLE_CONSTRAINTS.stream().anyMatch(part.get(0)::isWord)) {
                constraint(name, part);
            } else {
                column++;
                String its = part.get(0).name().map(NormalText::name).orElseThrow();
                found.put("column " + name + "." + its, (column + " " + column(part)).strip());
            }
        }
    }

    /** Returns STRICT and WITHOUT ROWID, which may come in either order. */
    private String options(List<SqlToken> tokens) {
        List<String> options = new ArrayList<>(List.of(normal.of(tokens).split(" ?, ?")));
        options.sort(Comparator.naturalOrder());
        return String.join(", ", options);
    }

    /** One without a name is known by its kind and columns; a CHECK by all of it. */
    private void constraint(String table, List<SqlToken> part) {
        String text = normal.of(part);
        String name = text;
        if (part.get(0).isWord("CONSTRAINT")) {
            name = part.get(1).name().map(NormalText::name).orElse(text);
        } else if (!part.get(0).isWord("CHECK")) {
            int end = 0;
            while (part.get(end).type() != TokenType.CLOSE) {
                end++;
            }
            name = normal.of(part.subList(0, end + 1));
        }
        found.merge("constraint " + name + " of " + table, text, (one, other) -> one + "\n" + other);
    }

    /** Returns the type and then the constraints in the order of their kinds; two of one kind stay as they are written. */
    private String column(List<SqlToken> part) {
        List<List<SqlToken>> constraints = new ArrayList<>();
        List<SqlToken> type = new ArrayList<>();
        List<SqlToken> current = type;
        int depth = 0;
        for (int i = 1; i < part.size(); i++) {
            SqlToken token = part.get(i);
            depth += token.type() == TokenType.OPEN ? 1 : token.type() == TokenType.CLOSE ? -1 : 0;
            boolean begins = depth == 0 && COLUMN_CONSTRAINTS.stream().anyMatch(token::isWord);
            if (begins && !isPartOfOther(part, i)) {
                current = new ArrayList<>();
                constraints.add(current);
            }
            current.add(token);
        }
        constraints.sort(Comparator.comparing(constraint -> kind(constraint)));
        List<String> texts = new ArrayList<>();
        texts.add(NormalText.upper(normal.of(type)));
        constraints.forEach(constraint -> texts.add(normal.of(constraint)));
        return String.join(" ", texts).strip();
    }

    private static boolean isPartOfOther(List<SqlToken> part, int at) {
        boolean named = at >= 2 && part.get(at - 2).isWord("CONSTRAINT");
        boolean deferrable = part.get(at).isWord("NOT")
                && at + 1 < part.size()
                && part.get(at + 1).isWord("DEFERRABLE");
        return named || deferrable || BEFORE_OTHER_MEANINGS.stream().anyMatch(part.get(at - 1)::isWord);
    }

    private static String kind(List<SqlToken> constraint) {
        int at = constraint.get(0).isWord("CONSTRAINT") && constraint.size() > 2 ? 2 : 0;
        return NormalText.upper(constraint.get(at).text());
    }
}
