package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.TableChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether exactly what one statement makes, drops or renames is there or gone: views, routines, triggers, events,
 * sequences, databases, roles. Where the server can make a second one that does no harm, it does, and both are compared as
 * the server shows them.
 */
final class MySqlObject {

    private static final String COPY = "`_fastmigrate_copy`";

    private static final Set<String> KINDS = Set.of(
            "TABLE",
            "TABLES",
            "VIEW",
            "VIEWS",
            "TRIGGER",
            "PROCEDURE",
            "FUNCTION",
            "EVENT",
            "SEQUENCE",
            "DATABASE",
            "SCHEMA",
            "ROLE",
            "USER",
            "SERVER",
            "PACKAGE",
            "TABLESPACE",
            "INDEX");

    private final Connection connection;
    private final String text;
    private final StatementWords words;

    private MySqlObject(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
        this.words = new StatementWords(MySqlHeader.withoutMarks(text));
    }

    /** Returns what was found; empty for statements that do not make, drop or rename such an object. */
    static Optional<Finding> find(Connection connection, String text) throws SQLException {
        return new MySqlObject(connection, text).find();
    }

    private Optional<Finding> find() throws SQLException {
        words.settings();
        if (words.accept("DROP")) {
            return Optional.of(dropped());
        }
        boolean alters = words.accept("ALTER");
        if (!alters && !words.accept("CREATE")) {
            return Optional.empty();
        }
        words.passTo(KINDS);
        String kind = words.take();
        boolean ifThere = words.accept("IF", "NOT", "EXISTS") || words.accept("IF", "EXISTS");
        int from = words.position();
        String name = words.name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (alters) {
            return kind.equals("EVENT") ? Optional.of(renamedEvent(name)) : Optional.empty();
        }
        if (!isThere(kind, name)) {
            return Optional.of(Finding.ABSENT);
        }
        return Optional.of(isSame(kind, name, from, ifThere) ? Finding.THERE : Finding.OTHER);
    }

    private boolean isSame(String kind, String name, int from, boolean ifNotExists) throws SQLException {
        return switch (kind) {
            case "VIEW", "PROCEDURE", "FUNCTION" -> likeCopy(kind, name, from);
            case "SEQUENCE" -> likeTemporarySequence(name);
            case "TRIGGER", "EVENT" -> MySqlHeader.isOf(connection, kind, name, text);
            case "DATABASE", "SCHEMA" -> isDatabase(name);
            case "ROLE" -> words.isAtEnd() && !ifNotExists;
            default -> false;
        };
    }

    /** Makes the same under another name, compares what the server shows of both, and drops it. */
    private boolean likeCopy(String kind, String name, int from) throws SQLException {
        int dot = name.lastIndexOf('.');
        String copy = (dot < 0 ? "" : name.substring(0, dot + 1)) + COPY;
        String drop = "DROP " + kind + " IF EXISTS " + copy;
        Rows.run(connection, drop);
        Rows.script(connection, text.substring(0, from) + copy + text.substring(words.end()));
        try {
            return isThere(kind, copy) && shown(kind, name).equals(shown(kind, copy));
        } finally {
            Rows.run(connection, drop);
        }
    }

    private boolean likeTemporarySequence(String name) throws SQLException {
        String drop = "DROP TEMPORARY SEQUENCE IF EXISTS " + COPY;
        Rows.run(connection, drop);
        Rows.script(connection, "CREATE TEMPORARY SEQUENCE " + COPY + " " + text.substring(words.end()));
        try {
            return shown("SEQUENCE", name).equals(shown("SEQUENCE", COPY));
        } finally {
            Rows.run(connection, drop);
        }
    }

    /** Returns a definition without the name. */
    private String shown(String kind, String name) throws SQLException {
        String all = Rows.print(connection, "SHOW CREATE " + kind + " " + name);
        return all.substring(all.indexOf('\t')).replaceFirst("\\b" + kind + " (`[^`]*`\\.)?`([^`]|``)*`", kind);
    }

    private boolean isDatabase(String name) throws SQLException {
        String charset = "@@character_set_server";
        String collation = "@@collation_server";
        List<Object> values = new ArrayList<>();
        while (!words.isAtEnd()) {
            words.accept("DEFAULT");
            boolean sets = words.accept("CHARACTER", "SET") || words.accept("CHARSET");
            if (!sets && !words.accept("COLLATE")) {
                return false;
            }
            words.accept("=");
            if (!values.isEmpty()) {
                return false; // what two of them say together is not worked out
            }
            values.add(words.take().replaceAll("['\"]", ""));
            String of = sets ? "CHARACTER_SET_NAME" : "COLLATION_NAME";
            String row = "(SELECT %s FROM information_schema.COLLATIONS WHERE " + of + " = ?"
                    + (sets ? " AND IS_DEFAULT = 'Yes'" : "") + " LIMIT 1)";
            charset = row.formatted("CHARACTER_SET_NAME");
            collation = row.formatted("COLLATION_NAME");
        }
        List<Object> parameters = new ArrayList<>(List.of(TableChange.unquoted(name)));
        parameters.addAll(values);
        parameters.addAll(values);
        return Rows.text(
                        connection,
                        "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ? AND"
                                + " DEFAULT_CHARACTER_SET_NAME = " + charset + " AND DEFAULT_COLLATION_NAME = "
                                + collation,
                        parameters.toArray())
                .isPresent();
    }

    /** All are gone, or all are there; if only some are, something else happened. */
    private Finding dropped() throws SQLException {
        words.accept("TEMPORARY");
        String kind = words.take();
        words.accept("IF", "EXISTS");
        int all = 0;
        int there = 0;
        do {
            all++;
            there += isThere(kind, words.name()) ? 1 : 0;
            words.passTo(Set.of(","));
        } while (words.accept(","));
        return there == 0 ? Finding.THERE : there == all ? Finding.ABSENT : Finding.OTHER;
    }

    private Finding renamedEvent(String name) throws SQLException {
        if (!words.accept("RENAME", "TO")) {
            return Finding.OTHER;
        }
        String to = words.name();
        boolean before = isThere("EVENT", name);
        return before == isThere("EVENT", to) || !words.isAtEnd()
                ? Finding.OTHER
                : before ? Finding.ABSENT : Finding.THERE;
    }

    private boolean isThere(String kind, String name) throws SQLException {
        String[] parts = name.split("(?<=`)\\.|\\.(?=`)|(?<=\\w)\\.(?=\\w)", 2);
        String last = TableChange.unquoted(parts[parts.length - 1]);
        String question = switch (kind) {
            case "TABLE", "TABLES", "VIEW", "VIEWS", "SEQUENCE" -> "TABLES WHERE TABLE_SCHEMA = %s AND TABLE_NAME = ?";
            case "TRIGGER" -> "TRIGGERS WHERE TRIGGER_SCHEMA = %s AND TRIGGER_NAME = ?";
            case "PROCEDURE", "FUNCTION" ->
                "ROUTINES WHERE ROUTINE_SCHEMA = %s AND ROUTINE_NAME = ? AND ROUTINE_TYPE = '" + kind + "'";
            case "EVENT" -> "EVENTS WHERE EVENT_SCHEMA = %s AND EVENT_NAME = ?";
            case "DATABASE", "SCHEMA" -> "SCHEMATA WHERE SCHEMA_NAME = ?";
            default -> "";
        };
        if (question.isEmpty()) {
            return isOutside(kind, last);
        }
        String sql =
                "SELECT 1 FROM information_schema." + question.replace("%s", parts.length > 1 ? "?" : "DATABASE()");
        return (parts.length > 1
                        ? Rows.text(connection, sql, TableChange.unquoted(parts[0]), last)
                        : Rows.text(connection, sql, last))
                .isPresent();
    }

    /** What belongs to no database. */
    private boolean isOutside(String kind, String name) throws SQLException {
        String question = switch (kind) {
            case "ROLE", "USER" -> "mysql.user WHERE User = ?";
            case "SERVER" -> "mysql.servers WHERE Server_name = ?";
            default -> throw new SQLException("It is not known whether there is such a " + kind + ".");
        };
        return Rows.text(connection, "SELECT 1 FROM " + question, name.replaceAll("^['\"]|['\"]$", ""))
                .isPresent();
    }
}
