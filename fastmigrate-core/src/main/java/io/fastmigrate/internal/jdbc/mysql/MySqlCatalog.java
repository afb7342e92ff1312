package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the catalogue of MySQL or MariaDB says of the objects that one statement names. Every word and everything in quotes
 * counts as a name: one too many does no harm, and no grammar has to be known.
 */
final class MySqlCatalog {

    private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``){1,80})`|\"([^\"]{1,80})\"|'([^']{1,80})'");
    private static final Pattern WORD = Pattern.compile("[\\w$\\x{80}-\\x{10FFFF}]{1,80}");

    /** Behind the name comes a body, in which other objects are named. */
    private static final Pattern HAS_BODY =
            Pattern.compile("CREATE .*\\b(VIEW|TRIGGER|PROCEDURE|FUNCTION|PACKAGE|EVENT)\\b.*");

    /** In characters: enough for the longest definer, name and table. */
    private static final int BEFORE_BODY = 600;

    private static final int MOST_NAMES = 2_000;

    /** A script's own limit for SELECT must not hide what there is. */
    private static final String ALL = " LIMIT 18446744073709551615";

    /** Changes with each row that an application adds. */
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

    private final Connection connection;
    private final String words;
    private final List<String> names;
    private boolean knowsIds;
    private final Map<String, String> numbers = new TreeMap<>();

    /**
     * Reads a statement's names.
     *
     * @param words its first words, in upper case
     */
    MySqlCatalog(Connection connection, String text, String words) {
        this.connection = connection;
        this.words = words;
        boolean body = HAS_BODY.matcher(words).matches();
        this.names = names(body ? text.substring(0, Math.min(BEFORE_BODY, text.length())) : text);
    }

    private static List<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher quoted = QUOTED.matcher(text);
        while (quoted.find() && names.size() < MOST_NAMES) {
            String inner = quoted.group().substring(1, quoted.group().length() - 1);
            names.add(inner.replace("``", "`"));
        }
        Matcher word = WORD.matcher(text);
        while (word.find() && names.size() < MOST_NAMES) {
            names.add(word.group());
        }
        return new ArrayList<>(names);
    }

    /**
     * Returns a digest of all definitions; empty where this user may not see them.
     *
     * @param ids whether to tell apart tables of one definition, where that can be seen
     */
    Optional<String> snapshot(boolean ids) throws SQLException {
        StringBuilder facts = new StringBuilder();
        try {
            List<List<String>> schemas = schemas();
            facts.append(schemas.subList(1, schemas.size())).append('\n');
            List<String> tables = tables(schemas);
            for (String table : tables) {
                facts.append(table).append(' ').append(definition(table)).append('\n');
            }
            routines(facts);
            rights(facts);
            others(facts);
            knowsIds = ids && appendIds(facts, tables);
            if (has("RESTART")) {
                facts.append(nextOfSequences());
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            // What this user may not see tells nothing.
            return Optional.empty();
        }
        return Optional.of(StatementProbe.digest(facts.toString()));
    }

    private boolean has(String word) {
        return words.contains(word);
    }

    private void append(StringBuilder facts, String sql, List<String> in) throws SQLException {
        facts.append(Rows.print(connection, sql + in(in) + ALL, in.toArray())).append('\n');
    }

    private static String in(List<String> values) {
        return " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    private String definition(String table) throws SQLException {
        try {
            String text = Rows.print(connection, "SHOW CREATE TABLE " + table);
            return COUNTER.matcher(text).replaceAll("");
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            // A view whose tables are gone has no definition that could be shown.
            return "code " + e.getErrorCode();
        }
    }

    private void routines(StringBuilder facts) throws SQLException {
        if (has("TRIGGER")) {
            append(
                    facts,
                    "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_ORDER,"
                            + " ACTION_TIMING, ACTION_STATEMENT, DEFINER, SQL_MODE FROM information_schema.TRIGGERS"
                            + " WHERE TRIGGER_NAME",
                    names);
        }
        if (has("PROCEDURE") || has("FUNCTION") || has("PACKAGE")) {
            append(
                    facts,
                    "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION,"
                            + " IS_DETERMINISTIC, SQL_DATA_ACCESS, SECURITY_TYPE, ROUTINE_COMMENT, DEFINER, SQL_MODE"
                            + " FROM information_schema.ROUTINES WHERE ROUTINE_NAME",
                    names);
            append(
                    facts,
                    "SELECT SPECIFIC_SCHEMA, SPECIFIC_NAME, ORDINAL_POSITION, PARAMETER_MODE, PARAMETER_NAME,"
                            + " DTD_IDENTIFIER FROM information_schema.PARAMETERS WHERE SPECIFIC_NAME",
                    names);
        }
        if (has("EVENT")) {
            append(
                    facts,
                    "SELECT EVENT_SCHEMA, EVENT_NAME, EVENT_DEFINITION, EVENT_TYPE, EXECUTE_AT, INTERVAL_VALUE,"
                            + " INTERVAL_FIELD, STARTS, ENDS, STATUS, ON_COMPLETION, EVENT_COMMENT, DEFINER"
                            + " FROM information_schema.EVENTS WHERE EVENT_NAME",
                    names);
        }
    }

    private void rights(StringBuilder facts) throws SQLException {
        if (!words.matches("(CREATE|DROP|ALTER|RENAME)( OR REPLACE)? (USER|ROLE) .*|REVOKE .*")) {
            return;
        }
        for (String table : List.of("user", "db", "tables_priv", "columns_priv", "procs_priv")) {
            append(facts, "SELECT * FROM mysql." + table + " WHERE User", names);
        }
        boolean maria =
                Rows.text(connection, "SELECT VERSION() LIMIT 1").orElse("").contains("MariaDB");
        append(
                facts,
                maria ? "SELECT * FROM mysql.roles_mapping WHERE User" : "SELECT * FROM mysql.role_edges WHERE TO_USER",
                names);
    }

    private void others(StringBuilder facts) throws SQLException {
        if (words.matches("(CREATE|DROP|ALTER)( OR REPLACE)? SERVER .*")) {
            append(facts, "SELECT * FROM mysql.servers WHERE Server_name", names);
        }
        if (has("SONAME")) {
            append(facts, "SELECT * FROM mysql.func WHERE name", names);
        } else if (words.startsWith("DROP FUNCTION")) {
            appendLibraryFunctions(facts);
        }
    }

    /** Who may not see those of libraries cannot drop them either. */
    private void appendLibraryFunctions(StringBuilder facts) throws SQLException {
        try {
            append(facts, "SELECT * FROM mysql.func WHERE name", names);
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
        }
    }

    /** A table keeps its number when it is renamed, and gets another one when it is emptied. */
    private boolean appendIds(StringBuilder facts, List<String> tables) throws SQLException {
        if (tables.isEmpty()) {
            return true;
        }
        List<String> paths = tables.stream()
                .map(name -> name.replace("`.`", "/").replace("`", ""))
                .toList();
        for (String view : List.of("INNODB_SYS_TABLES", "INNODB_TABLES")) {
            try {
                List<List<String>> rows = Rows.all(
                        connection,
                        3,
                        "SELECT SUBSTRING_INDEX(NAME, '#', 1) AS path, NAME, TABLE_ID FROM information_schema." + view
                                + " WHERE SUBSTRING_INDEX(NAME, '#', 1)" + in(paths) + " ORDER BY NAME" + ALL,
                        paths.toArray());
                facts.append(rows);
                numbers.clear();
                rows.forEach(row -> numbers.merge(row.get(0), row.get(2), (first, next) -> first + " " + next));
                return rows.stream().map(row -> row.get(0)).distinct().count() == paths.size();
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith("08")) {
                    throw e;
                }
                // Another product has the other name, and a user without PROCESS may see neither.
            }
        }
        return false;
    }

    /** Tells whether the last snapshot told apart tables of one definition. */
    boolean knowsIds() {
        return knowsIds;
    }

    /** Returns the numbers of the tables of the last snapshot, by their paths. */
    Map<String, String> numbers() {
        return numbers;
    }

    /** Tells whether any of the tables holds a row. */
    boolean hasRows() throws SQLException {
        for (String table : tables()) {
            if (Rows.text(connection, "SELECT 1 FROM " + table + " LIMIT 1").isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Returns what each sequence gives next once its cached values are used up. */
    List<String> nextOfSequences() throws SQLException {
        List<String> next = new ArrayList<>();
        for (String table : tables()) {
            if (definition(table).contains("SEQUENCE=1")) {
                next.add(Rows.text(connection, "SELECT next_not_cached_value FROM " + table + " LIMIT 1")
                        .orElse(""));
            }
        }
        return next;
    }

    /** Returns all tables, views and sequences of one of the names, in this database and in those that are named. */
    private List<String> tables() throws SQLException {
        return tables(schemas());
    }

    private List<String> tables(List<List<String>> schemas) throws SQLException {
        Set<String> distinct = new LinkedHashSet<>();
        schemas.stream().map(row -> row.get(0)).filter(Objects::nonNull).forEach(distinct::add);
        List<String> tables = new ArrayList<>();
        for (String schema : distinct) {
            List<String> parameters = new ArrayList<>(List.of(schema));
            parameters.addAll(names);
            column(
                            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME"
                                    + in(names) + " ORDER BY 1" + ALL,
                            parameters)
                    .forEach(name -> tables.add(quoted(schema) + "." + quoted(name)));
        }
        return tables;
    }

    /** Returns this database first, which may be none, and those that are named, with what they are by default. */
    private List<List<String>> schemas() throws SQLException {
        return Rows.all(
                connection,
                3,
                "SELECT DATABASE(), NULL, NULL, 0 AS named UNION ALL SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME,"
                        + " DEFAULT_COLLATION_NAME, 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME" + in(names)
                        + " ORDER BY named, 1" + ALL,
                names.toArray());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private List<String> column(String sql, List<String> parameters) throws SQLException {
        return Rows.all(connection, 1, sql, parameters.toArray()).stream()
                .map(row -> row.get(0))
                .toList();
    }
}
