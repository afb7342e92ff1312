package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.dialect.StatementWords.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one statement of MySQL or MariaDB changes in one table, clause by clause: {@code ALTER TABLE}, {@code CREATE INDEX} as
 * the clause that it stands for, {@code DROP INDEX} likewise, and {@code CREATE TABLE} with its columns. Immutable.
 *
 * @param kind what it does with the table
 * @param table its name as written, with its database if that is there
 * @param clauses of {@code ALTER TABLE}; of {@code CREATE TABLE} all that stands behind the name
 */
public record TableChange(Kind kind, String table, List<Clause> clauses) {

    /** What is done with a table. */
    public enum Kind {
        ALTER,
        CREATE
    }

    /** Reads a statement; empty for all others. */
    public static Optional<TableChange> of(String statement) {
        StatementWords reader = new StatementWords(statement);
        reader.settings();
        if (reader.accept("ALTER")) {
            reader.accept("ONLINE");
            reader.accept("IGNORE");
            return reader.accept("TABLE") ? altered(reader) : Optional.empty();
        }
        if (reader.accept("DROP", "INDEX")) {
            return droppedIndex(reader);
        }
        if (!reader.accept("CREATE")) {
            return Optional.empty();
        }
        boolean replaces = reader.accept("OR", "REPLACE");
        if (reader.accept("TABLE")) {
            reader.accept("IF", "NOT", "EXISTS");
            String table = reader.name();
            return Optional.of(new TableChange(Kind.CREATE, table, List.of(reader.left(""))));
        }
        return replaces ? Optional.empty() : index(reader);
    }

    private static Optional<TableChange> droppedIndex(StatementWords reader) {
        boolean ifExists = reader.accept("IF", "EXISTS");
        String name = reader.name();
        if (!reader.accept("ON")) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of("DROP", "INDEX"));
        words.addAll(ifExists ? List.of("IF", "EXISTS") : List.of());
        words.add(unquoted(name));
        return Optional.of(new TableChange(
                Kind.ALTER, reader.name(), List.of(new Clause("DROP INDEX " + name, List.copyOf(words)))));
    }

    private static Optional<TableChange> altered(StatementWords reader) {
        reader.accept("IF", "EXISTS");
        String table = reader.name();
        reader.waiting();
        return Optional.of(new TableChange(Kind.ALTER, table, reader.clauses()));
    }

    private static Optional<TableChange> index(StatementWords reader) {
        int first = reader.next;
        reader.acceptAny(Set.of("UNIQUE", "FULLTEXT", "SPATIAL"));
        String kind = reader.next > first ? reader.tokens.get(first).word() + " " : "";
        if (!reader.accept("INDEX")) {
            return Optional.empty();
        }
        reader.accept("IF", "NOT", "EXISTS");
        String name = reader.name();
        String type = "";
        if (reader.accept("USING") && reader.next < reader.tokens.size()) {
            type = " USING " + reader.tokens.get(reader.next++).word();
        }
        if (!reader.accept("ON")) {
            return Optional.empty();
        }
        String table = reader.name();
        reader.waiting();
        Clause columns = reader.left("");
        List<String> words = new ArrayList<>(List.of(("ADD " + kind + "INDEX").split(" ", -1)));
        words.add(unquoted(name));
        words.addAll(columns.words());
        String written = columns.text().replaceFirst("(?i)\\s+(NOWAIT|WAIT\\s+\\d+)$", "");
        Clause clause = new Clause("ADD " + kind + "INDEX " + name + type + " " + written, words);
        return Optional.of(new TableChange(Kind.ALTER, table, List.of(clause)));
    }

    /** Returns a name without its quotes. */
    public static String unquoted(String name) {
        return name.startsWith("`") && name.endsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }
}
