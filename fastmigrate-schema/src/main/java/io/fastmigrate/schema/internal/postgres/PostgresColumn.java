package io.fastmigrate.schema.internal.postgres;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column as its definition describes it.
 *
 * @param identity {@code a} (always) or {@code d} (by default); null for none
 * @param generated {@code s} (stored) or {@code v} (virtual); null for none
 * @param value its default, or what it is generated from; null for none
 * @param more how its values are stored, and what no statement is written for
 */
record PostgresColumn(
        String type,
        @Nullable String collation,
        boolean notNull,
        @Nullable String identity,
        @Nullable String generated,
        @Nullable String value,
        String more) {

    private static final Pattern DEFINITION = Pattern.compile(
            "(?s)(?:\\d+ )?(?<type>.+?)(?: COLLATE (?<collation>\"(?:[^\"]|\"\")+\"|\\S+))?(?<notNull> NOT NULL)?"
                    + "(?: identity (?<identity>[ad]))?(?: generated (?<generated>[sv]))?(?: default (?<value>.*?))?"
                    + "(?<more>(?: storage .| compression .| statistics \\d+| options \\{.*\\}| foreign \\{.*\\}| inherited)*)");

    private static final Pattern LENGTH = Pattern.compile("character varying\\((\\d+)\\)");

    static Optional<PostgresColumn> read(String definition) {
        Matcher found = DEFINITION.matcher(definition);
        return found.matches()
                ? Optional.of(new PostgresColumn(
                        found.group("type"),
                        found.group("collation"),
                        found.group("notNull") != null,
                        found.group("identity"),
                        found.group("generated"),
                        found.group("value"),
                        found.group("more")))
                : Optional.empty();
    }

    boolean isInherited() {
        return more.contains(" inherited");
    }

    String typeAndCollation() {
        return type + (collation == null ? "" : " COLLATE " + collation);
    }

    /** Returns it as in CREATE TABLE, with its name before it. */
    String definition(String name) {
        StringBuilder text = new StringBuilder(name).append(' ').append(typeAndCollation());
        if (generated != null) {
            text.append(" GENERATED ALWAYS AS (")
                    .append(value)
                    .append(generated.equals("s") ? ") STORED" : ") VIRTUAL");
        } else if (value != null) {
            text.append(" DEFAULT ").append(value);
        }
        if (identity != null) {
            text.append(" GENERATED ").append(identityWords()).append(" AS IDENTITY");
        }
        return text.append(notNull ? " NOT NULL" : "").toString();
    }

    String identityWords() {
        return "a".equals(identity) ? "ALWAYS" : "BY DEFAULT";
    }

    /** Tells whether each value of this type is one of another type too. */
    boolean fitsInto(PostgresColumn other) {
        Matcher length = LENGTH.matcher(type);
        Matcher otherLength = LENGTH.matcher(other.type);
        return switch (other.type) {
            case "text", "character varying" -> type.startsWith("character varying") || type.equals("text");
            case "bigint" -> type.equals("integer") || type.equals("smallint");
            case "integer" -> type.equals("smallint");
            case "double precision" -> type.equals("real");
            default ->
                Objects.equals(type, other.type)
                        || (length.matches()
                                && otherLength.matches()
                                && Integer.parseInt(length.group(1)) <= Integer.parseInt(otherLength.group(1)));
        };
    }
}
