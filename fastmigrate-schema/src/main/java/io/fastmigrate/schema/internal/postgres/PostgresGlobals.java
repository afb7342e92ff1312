package io.fastmigrate.schema.internal.postgres;

import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions, sequences, types, schemas, extensions and comments. */
record PostgresGlobals(Draft draft) {

    /** Options that an identity has if no others are given. */
    private static final Pattern USUAL = Pattern.compile(
            "\\w+ start 1 increment 1 from 1 to (?:32767|2147483647|9223372036854775807) cache 1 of .*",
            Pattern.DOTALL);

    private static final Pattern SEQUENCE = Pattern.compile(
            "(?s)(\\S+) start (\\S+) increment (\\S+) from (\\S+) to (\\S+) cache (\\d+)( cycle)?(?: of (.+))?");
    private static final Pattern VALUE = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?s)(?<type>.+?)(?<notNull> NOT NULL)?(?: default (?<value>.+?))?(?: (?<checks>\\S+ CHECK .*))?");
    private static final Pattern COLUMN_COMMENT = Pattern.compile("(?s)column (.+) of (?:[a-z ]+) (\\S+)");
    private static final Pattern COMMENTED = Pattern.compile(
            "(?s)((?:materialized view|foreign table|table|view|sequence|index|function|procedure|type|composite type|schema) )(.+)");

    private static final Pattern COMMENTED_OF_TABLE =
            Pattern.compile("(?s)(constraint|trigger|policy|rule) (.+) of (.+)");

    void function(String object, @Nullable String from, @Nullable String to) {
        if (to == null) {
            draft.add(Phase.DROP_ROUTINES, "DROP ROUTINE IF EXISTS " + object.substring("function ".length()));
        } else {
            draft.add(Phase.ROUTINES, to.stripTrailing());
        }
    }

    void sequence(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("sequence ".length());
        Matcher is = SEQUENCE.matcher(String.valueOf(from));
        Matcher wanted = SEQUENCE.matcher(String.valueOf(to));
        boolean old = is.matches();
        if (to == null) {
            if (!old || is.group(8) == null || !goesWithColumn(is.group(8))) {
                draft.add(Phase.DROP_SEQUENCES, "DROP SEQUENCE IF EXISTS " + name, "the position of " + name);
            }
            return;
        }
        if (!wanted.matches()) {
            draft.cannot(object);
            return;
        }
        String owner = wanted.group(8);
        boolean comesWithColumn =
                owner != null && draft.to().getOrDefault("column " + owner, "").contains(" identity ") && from == null;
        String options = " AS " + wanted.group(1) + " INCREMENT BY " + wanted.group(3) + " MINVALUE " + wanted.group(4)
                + " MAXVALUE " + wanted.group(5) + " START WITH " + wanted.group(2) + " CACHE " + wanted.group(6)
                + (wanted.group(7) == null ? " NO CYCLE" : " CYCLE");
        if (comesWithColumn) {
            if (!USUAL.matcher(to).matches()) {
                draft.add(Phase.CONSTRAINTS, "ALTER SEQUENCE " + name + options);
            }
            return;
        }
        draft.add(
                Phase.SEQUENCES,
                (from == null ? "CREATE SEQUENCE IF NOT EXISTS " : "ALTER SEQUENCE ") + name + options);
        if (!Objects.equals(owner, old ? is.group(8) : null)) {
            draft.add(Phase.CONSTRAINTS, "ALTER SEQUENCE " + name + " OWNED BY " + (owner == null ? "NONE" : owner));
        }
    }

    private boolean goesWithColumn(String owner) {
        boolean identity = draft.from().getOrDefault("column " + owner, "").contains(" identity ")
                && !draft.to().getOrDefault("column " + owner, "").contains(" identity ");
        return identity || draft.isGone("column " + owner);
    }

    void type(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("type ".length());
        if (to == null) {
            draft.add(Phase.DROP_TYPES, "DROP TYPE IF EXISTS " + name);
        } else if (to.equals("composite") && from == null) {
            List<String> attributes = new ArrayList<>();
            draft.to().forEach((key, definition) -> {
                if (key.startsWith("column " + name + ".")) {
                    attributes.add(key.substring(("column " + name + ".").length()) + " "
                            + definition.replaceFirst("^\\d+ ", ""));
                }
            });
            draft.add(Phase.TYPES, "CREATE TYPE " + name + " AS (" + String.join(", ", attributes) + ")");
        } else if (to.startsWith("enum ") && from == null) {
            draft.add(Phase.TYPES, "CREATE TYPE " + name + " AS ENUM (" + to.substring("enum ".length()) + ")");
        } else if (to.startsWith("enum ") && from != null && from.startsWith("enum ")) {
            values(object, name, values(from), values(to));
        } else {
            draft.cannot(object);
        }
    }

    private static List<String> values(String type) {
        return VALUE.matcher(type).results().map(result -> result.group()).toList();
    }

    /** Values can be added alone. */
    private void values(String object, String name, List<String> is, List<String> wanted) {
        if (!wanted.containsAll(is)) {
            draft.cannot(object);
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!is.contains(wanted.get(i))) {
                String place = i > 0 ? " AFTER " + wanted.get(i - 1) : " BEFORE " + is.get(0);
                draft.add(Phase.TYPES, "ALTER TYPE " + name + " ADD VALUE IF NOT EXISTS " + wanted.get(i) + place);
            }
        }
    }

    /** One that is new or gone, or whose CHECKs are others, is left to a person, but for one that has a single CHECK. */
    void domain(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("domain ".length());
        Matcher is = DOMAIN.matcher(String.valueOf(from));
        Matcher wanted = DOMAIN.matcher(String.valueOf(to));
        if (to == null) {
            draft.add(Phase.DROP_TYPES, "DROP DOMAIN IF EXISTS " + name);
            return;
        }
        String checks = wanted.matches() ? wanted.group("checks") : null;
        String check = checks == null ? "" : " CONSTRAINT " + checks;
        if (!wanted.matches() || (from != null && !is.matches()) || isSeveral(checks)) {
            draft.cannot(object);
        } else if (from == null) {
            draft.add(
                    Phase.TYPES,
                    "CREATE DOMAIN " + name + " AS " + wanted.group("type")
                            + (wanted.group("value") == null ? "" : " DEFAULT " + wanted.group("value"))
                            + (wanted.group("notNull") == null ? "" : " NOT NULL") + check);
        } else if (!is.group("type").equals(wanted.group("type")) || isSeveral(is.group("checks"))) {
            draft.cannot(object);
        } else {
            change(name, is, wanted, check);
        }
    }

    private static boolean isSeveral(@Nullable String checks) {
        return checks != null && checks.split(" CHECK \\(", -1).length > 2;
    }

    private void change(String name, Matcher is, Matcher wanted, String check) {
        String alter = "ALTER DOMAIN " + name + " ";
        if (!Objects.equals(is.group("notNull"), wanted.group("notNull"))) {
            draft.add(Phase.TYPES, alter + (wanted.group("notNull") == null ? "DROP" : "SET") + " NOT NULL");
        }
        if (!Objects.equals(is.group("value"), wanted.group("value"))) {
            String value = wanted.group("value");
            draft.add(Phase.TYPES, alter + (value == null ? "DROP DEFAULT" : "SET DEFAULT " + value));
        }
        String old = is.group("checks");
        if (Objects.equals(old, wanted.group("checks"))) {
            return;
        }
        String dropped = old == null ? wanted.group("checks") : old;
        draft.add(Phase.TYPES, alter + "DROP CONSTRAINT IF EXISTS " + dropped.replaceFirst("(?s) CHECK .*", ""));
        if (!check.isEmpty()) {
            draft.add(Phase.CONSTRAINTS, alter + "ADD" + check);
        }
    }

    void schema(String object, @Nullable String from, @Nullable String to) {
        if (to == null) {
            draft.add(Phase.DROP_SCHEMAS, "DROP SCHEMA IF EXISTS " + object.substring("schema ".length()));
        } else {
            draft.add(Phase.SCHEMAS, "CREATE SCHEMA IF NOT EXISTS " + object.substring("schema ".length()));
        }
    }

    void extension(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("extension ".length());
        if (to == null) {
            draft.add(Phase.DROP_TYPES, "DROP EXTENSION IF EXISTS " + name, "what the extension " + name + " keeps");
        } else if (from == null) {
            String schema = to.substring("in ".length());
            draft.add(
                    Phase.SCHEMAS,
                    "CREATE EXTENSION IF NOT EXISTS " + name + (schema.equals("-") ? "" : " WITH SCHEMA " + schema));
        } else {
            draft.cannot(object);
        }
    }

    void comment(String object, @Nullable String from, @Nullable String to) {
        String on = object.substring("comment on ".length());
        String text = to == null ? "NULL" : "'" + to.replace("'", "''") + "'";
        Matcher column = COLUMN_COMMENT.matcher(on);
        Matcher ofTable = COMMENTED_OF_TABLE.matcher(on);
        Matcher other = COMMENTED.matcher(on);
        if (ofTable.matches()) {
            if (to != null || !(draft.isGone(on) || PostgresDraft.isGone(draft, ofTable.group(3)))) {
                String kind = ofTable.group(1).toUpperCase(Locale.ROOT);
                draft.add(
                        Phase.COMMENTS,
                        "COMMENT ON " + kind + " " + ofTable.group(2) + " ON " + ofTable.group(3) + " IS " + text);
            }
        } else if (column.matches()) {
            String relation = column.group(2);
            if (!PostgresDraft.isGone(draft, relation)) {
                String name = "\"" + column.group(1).replace("\"", "\"\"") + "\"";
                draft.add(Phase.COMMENTS, "COMMENT ON COLUMN " + relation + "." + name + " IS " + text);
            }
        } else if (!other.matches()) {
            draft.cannot(object);
        } else if (to != null || !isGone(other.group(2))) {
            String kind = other.group(1).replace("composite ", "");
            draft.add(Phase.COMMENTS, "COMMENT ON " + kind.toUpperCase(Locale.ROOT) + other.group(2) + " IS " + text);
        }
    }

    private boolean isGone(String name) {
        return PostgresDraft.isGone(draft, name)
                || draft.isGone("sequence " + name)
                || draft.isGone("index " + name)
                || draft.isGone("function " + name)
                || draft.isGone("type " + name)
                || draft.isGone("schema " + name);
    }
}
