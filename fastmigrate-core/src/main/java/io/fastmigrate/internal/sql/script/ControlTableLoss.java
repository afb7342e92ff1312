package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a script that would take away, empty, change or hide a table in which fastmigrate keeps where the database
 * stands. MariaDB takes a temporary table for the real one even where its schema is named.
 *
 * @param what the statement, in short
 * @param schema of the table, or the schema that goes with all that is in it; empty for the one at hand
 * @param harm what it does to the table
 */
public record ControlTableLoss(Script.Position position, String what, String schema, Harm harm) {

    /** What a statement does to a table of ours. */
    public enum Harm {
        /** The whole schema goes, and the table with it. */
        GOES_WITH_SCHEMA,
        CHANGED,
        /** A temporary table of its name stands before it. */
        HIDDEN
    }

    /** Tells whether a table is one of ours. */
    public static boolean isControlTable(String name) {
        String lower = SqliteNames.fold(name);
        return lower.equals("_meta") || lower.startsWith("_fastmigrate_");
    }

    /** Returns what a statement takes away; empty for nothing that can be seen. */
    public static Optional<ControlTableLoss> of(DialectStatement statement) {
        return Reader.read(statement);
    }

    /** Returns what a statement for SQLite takes away; empty for nothing. */
    public static Optional<ControlTableLoss> of(StatementFacts facts, Script.Position position) {
        String verb = switch (facts.kind()) {
            case DROP_TABLE -> "DROP TABLE ";
            case ALTER_TABLE -> "ALTER TABLE ";
            case DELETE -> "DELETE FROM ";
            default -> "";
        };
        String name = facts.name();
        boolean ours = !verb.isEmpty()
                && name != null
                && isControlTable(name)
                && (facts.schema() == null || SqliteNames.same(facts.schema(), "main"));
        return ours ? Optional.of(new ControlTableLoss(position, verb + name, "", Harm.CHANGED)) : Optional.empty();
    }

    /** Reads a statement's tokens from the left. */
    private static final class Reader {

        private static final Pattern TOKEN =
                Pattern.compile("\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|'(?:[^']|'')*+'|[\\w$\\x{80}-\\x{10FFFF}]+|[.,]");
        private static final Pattern COMMENT =
                Pattern.compile("--[^\\n]*|/\\*M?!\\d*|/\\*(?!M?!).*?\\*/|\\*/", Pattern.DOTALL);
        private static final Pattern VERB = Pattern.compile(
                "(?s)(DROP|TRUNCATE|ALTER|RENAME|DELETE|CREATE OR REPLACE (TABLE|DATABASE|SCHEMA)|CREATE [A-Z ]*TEMP|/\\*M?!)\\b?.*");

        /** Of these there may be very many, and few name a table of ours. */
        private static final Pattern WRITES_OURS =
                Pattern.compile("(?is)(INSERT|REPLACE|MERGE|UPDATE|COPY|CREATE TABLE) .*(_meta|_fastmigrate_).*");

        private static final int LONGEST = 20_000;

        private final List<String> tokens;
        private final Script.Position position;
        private int at;

        Reader(List<String> tokens, Script.Position position) {
            this.tokens = tokens;
            this.position = position;
        }

        static Optional<ControlTableLoss> read(DialectStatement statement) {
            String head = statement.head();
            if (!VERB.matcher(head).matches() && !WRITES_OURS.matcher(head).matches()) {
                return Optional.empty();
            }
            String text = statement.text();
            String plain = COMMENT.matcher(text.substring(0, Math.min(LONGEST, text.length())))
                    .replaceAll(" ");
            List<String> tokens = new ArrayList<>();
            Matcher token = TOKEN.matcher(plain);
            while (token.find()) {
                tokens.add(token.group());
            }
            return new Reader(tokens, statement.position()).read();
        }

        private Optional<ControlTableLoss> read() {
            for (String verb : List.of("INSERT", "REPLACE", "MERGE")) {
                if (accept(verb)) {
                    return inserted(verb);
                }
            }
            if (accept("DROP", "ALL", "OBJECTS")) {
                return Optional.of(new ControlTableLoss(position, "DROP ALL OBJECTS", "", Harm.GOES_WITH_SCHEMA));
            } else if (accept("DROP", "SCHEMA") || accept("DROP", "DATABASE")) {
                accept("IF", "EXISTS");
                return schemas(SqliteNames.same(tokens.get(1), "SCHEMA") ? "DROP SCHEMA" : "DROP DATABASE");
            } else if (accept("ALTER", "SCHEMA")) {
                String schema = name();
                return accept("RENAME")
                        ? Optional.of(
                                new ControlTableLoss(position, "ALTER SCHEMA " + schema, schema, Harm.GOES_WITH_SCHEMA))
                        : Optional.empty();
            } else if (accept("DROP", "TABLE") || accept("DROP", "TABLES")) {
                accept("IF", "EXISTS");
                return tables("DROP TABLE ", true);
            } else if (accept("TRUNCATE")) {
                accept("TABLE");
                accept("ONLY");
                return tables("TRUNCATE ", true);
            } else if (accept("RENAME", "TABLE") || accept("RENAME", "TABLES")) {
                return tables("RENAME TABLE ", true);
            } else if (accept("ALTER", "TABLE")) {
                accept("IF", "EXISTS");
                accept("ONLY");
                return tables("ALTER TABLE ", false);
            } else if (accept("DELETE")) {
                return deleted();
            } else if (accept("CREATE", "OR", "REPLACE", "DATABASE") || accept("CREATE", "OR", "REPLACE", "SCHEMA")) {
                return schemas(
                        SqliteNames.same(tokens.get(3), "SCHEMA")
                                ? "CREATE OR REPLACE SCHEMA"
                                : "CREATE OR REPLACE DATABASE");
            }
            return changedOrMade();
        }

        private Optional<ControlTableLoss> changedOrMade() {
            if (accept("UPDATE")) {
                acceptAny("ONLY", "IGNORE");
                return tables("UPDATE ", false);
            } else if (accept("COPY")) {
                return tables("COPY ", false);
            } else if (accept("CREATE", "OR", "REPLACE", "TABLE")) {
                return tables("CREATE OR REPLACE TABLE ", false);
            } else if (accept("CREATE", "TABLE")) {
                return accept("IF") ? Optional.empty() : tables("CREATE TABLE ", false);
            } else if (accept("CREATE")) {
                return temporary();
            }
            return Optional.empty();
        }

        /** MariaDB deletes from several tables at once: from those before FROM, or before USING. */
        private Optional<ControlTableLoss> deleted() {
            int first = at;
            accept("FROM");
            accept("ONLY");
            int end = at;
            while (end < tokens.size()
                    && !SqliteNames.same(tokens.get(end), at > first ? "USING" : "FROM")
                    && !SqliteNames.same(tokens.get(end), "WHERE")) {
                end++;
            }
            boolean several = end < tokens.size();
            if (several) {
                tokens.subList(end, tokens.size()).clear();
            }
            return tables("DELETE FROM ", several);
        }

        /** Looks at the table that rows are written into, and at no other one. */
        private Optional<ControlTableLoss> inserted(String verb) {
            while (at < Math.min(tokens.size(), 5) && !SqliteNames.same(tokens.get(at), "INTO")) {
                at++;
            }
            if (!accept("INTO")) {
                at = 1;
            }
            return tables(verb + " INTO ", false);
        }

        private Optional<ControlTableLoss> temporary() {
            accept("OR", "REPLACE");
            acceptAny("CACHED", "MEMORY");
            acceptAny("LOCAL", "GLOBAL");
            if (!acceptAny("TEMPORARY", "TEMP")
                    || !(accept("TABLE") || accept("VIEW") || accept("RECURSIVE", "VIEW"))) {
                return Optional.empty();
            }
            accept("IF", "NOT", "EXISTS");
            return tables("CREATE TEMPORARY TABLE ", false, Harm.HIDDEN);
        }

        private boolean accept(String... words) {
            for (int i = 0; i < words.length; i++) {
                if (at + i >= tokens.size() || !SqliteNames.same(tokens.get(at + i), words[i])) {
                    return false;
                }
            }
            at += words.length;
            return true;
        }

        private boolean acceptAny(String one, String other) {
            return accept(one) || accept(other);
        }

        private String name() {
            String token = at < tokens.size() ? tokens.get(at++) : "";
            boolean quoted = token.length() > 1 && (token.charAt(0) == '"' || token.charAt(0) == '`');
            return quoted ? token.substring(1, token.length() - 1) : token;
        }

        private Optional<ControlTableLoss> schemas(String verb) {
            List<String> names = new ArrayList<>();
            do {
                names.add(name());
            } while (accept(","));
            return names.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ControlTableLoss(
                            position,
                            verb + " " + String.join(", ", names),
                            String.join(",", names),
                            Harm.GOES_WITH_SCHEMA));
        }

        /** Looks at all names of a list, or at the first one. */
        private Optional<ControlTableLoss> tables(String verb, boolean list) {
            return tables(verb, list, Harm.CHANGED);
        }

        private Optional<ControlTableLoss> tables(String verb, boolean list, Harm harm) {
            while (at < tokens.size()) {
                String schema = "";
                String table = name();
                while (accept(".")) {
                    schema = table;
                    table = name();
                }
                if (isControlTable(table)) {
                    return Optional.of(new ControlTableLoss(position, verb + table, schema, harm));
                }
                if (!list) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Tells whether our tables are hit.
     *
     * @param ours the schema they are in; may be in double quotes, with its catalogue before it
     */
    public boolean hits(String ours) {
        if (schema.isEmpty()) {
            return true;
        }
        for (String name : schema.split(",", -1)) {
            if (SqliteNames.same(name, ours)
                    || SqliteNames.fold(ours).endsWith(".\"" + SqliteNames.fold(name) + "\"")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the error of a run that would come to this statement; nothing of the run has begun. */
    public InvalidScriptException refusal(String location) {
        return Bridge.errors()
                .invalidScript(List.of(location), position, location + ":" + position + ": " + message(), advice());
    }

    /** Says what is wrong, after the script's name. */
    public String message() {
        return what
                + switch (harm) {
                    case GOES_WITH_SCHEMA -> " would drop the table _meta, which contains the version;";
                    case CHANGED -> " would change a table of fastmigrate;";
                    case HIDDEN -> " would hide a table of fastmigrate;";
                }
                + " no statement of the script ran.";
    }

    /** Says what to do. */
    public String advice() {
        return switch (harm) {
            case GOES_WITH_SCHEMA ->
                "Drop the script's own objects by name, or keep _meta in a schema that is not dropped (setting schema).";
            case CHANGED ->
                "Remove the statement: _meta and the tables _fastmigrate_... belong to fastmigrate. Leave"
                        + " them out of a dump (mariadb-dump --ignore-table, pg_dump --exclude-table).";
            case HIDDEN ->
                "Give the temporary table another name: _meta and the tables _fastmigrate_... belong to fastmigrate.";
        };
    }
}
