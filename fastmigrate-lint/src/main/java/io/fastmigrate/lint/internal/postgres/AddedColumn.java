package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A column as a statement defines it.
 *
 * @param action all tokens of the action that adds it
 * @param type in capitals, without what stands in parentheses
 * @param definition all tokens behind its name
 */
public record AddedColumn(
        List<Token> action, Cursor.Name name, boolean onlyIfMissing, String type, List<Token> definition) {

    private static final Set<String> BEHIND_TYPE = Set.of(
            "NOT",
            "NULL",
            "DEFAULT",
            "GENERATED",
            "UNIQUE",
            "PRIMARY",
            "CHECK",
            "REFERENCES",
            "CONSTRAINT",
            "COLLATE",
            "STORAGE",
            "COMPRESSION",
            "DEFERRABLE",
            "INITIALLY");

    private static final Set<String> SERIALS =
            Set.of("SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8");

    /** The first words of types that are no domains. */
    private static final Set<String> TYPES = Set.of(
            ("INT INT2 INT4 INT8 INTEGER SMALLINT BIGINT NUMERIC DECIMAL REAL FLOAT FLOAT4 FLOAT8 DOUBLE MONEY BOOL BOOLEAN"
                            + " TEXT VARCHAR CHAR CHARACTER BPCHAR NAME BYTEA BIT DATE TIME TIMETZ TIMESTAMP TIMESTAMPTZ INTERVAL"
                            + " JSON JSONB XML UUID INET CIDR MACADDR POINT TSVECTOR")
                    .split(" ", -1));

    static AddedColumn of(List<Token> action, Cursor.Name name, boolean onlyIfMissing, List<Token> definition) {
        StringBuilder type = new StringBuilder();
        Cursor cursor = new Cursor(definition);
        while (cursor.hasNext() && !BEHIND_TYPE.contains(cursor.peek().word())) {
            if (cursor.group().isEmpty()) {
                type.append(type.length() == 0 ? "" : " ").append(cursor.next().text());
            }
        }
        return new AddedColumn(action, name, onlyIfMissing, type.toString().toUpperCase(Locale.ROOT), definition);
    }

    /** Tells whether the table has it already, and the statement does nothing in that case. */
    public boolean isThere(AlterTable alter, Scope scope) {
        return onlyIfMissing
                && scope.knownSchema()
                        .flatMap(schema ->
                                schema.table(alter.table()).flatMap(table -> table.column(name.text(), schema::fold)))
                        .isPresent();
    }

    private Cursor cursor() {
        return new Cursor(definition);
    }

    public boolean isSerial() {
        return SERIALS.contains(type);
    }

    public boolean isIdentity() {
        return cursor().skipTo("AS", "IDENTITY");
    }

    /** Tells whether the type may be a domain. */
    public boolean isOfOtherType() {
        return !isSerial() && !TYPES.contains(type.split("\\W", 2)[0]);
    }

    /** Tells whether it is computed from other columns and kept in the table. */
    public boolean isStored() {
        Cursor cursor = cursor();
        return cursor.skipTo("GENERATED", "ALWAYS", "AS") && cursor.skipTo("STORED");
    }

    public boolean isGenerated() {
        return cursor().skipTo("GENERATED");
    }

    public boolean isNotNull() {
        return cursor().skipTo("NOT", "NULL") || isPrimaryKey();
    }

    public boolean isPrimaryKey() {
        return cursor().skipTo("PRIMARY", "KEY");
    }

    public boolean isUnique() {
        return cursor().skipTo("UNIQUE");
    }

    public boolean isChecked() {
        return cursor().skipTo("CHECK");
    }

    public boolean isReferencing() {
        return cursor().skipTo("REFERENCES");
    }

    /** Returns the keyword, or the name where it has none. */
    public Token at(String word) {
        return definition.stream().filter(token -> token.is(word)).findFirst().orElse(name.token());
    }

    /** Returns the expression of its default. */
    public Optional<List<Token>> defaultValue() {
        Cursor cursor = cursor();
        if (!cursor.skipTo("DEFAULT")) {
            return Optional.empty();
        }
        List<Token> rest = cursor.rest();
        Cursor value = new Cursor(rest);
        int from = rest.size();
        while (value.hasNext() && !isEnd(value)) {
            value.skip();
        }
        return Optional.of(rest.subList(0, from - value.rest().size()));
    }

    /** NULL and NOT NULL end a default, but for a default that is NULL. */
    private static boolean isEnd(Cursor value) {
        String word = value.peek().word();
        return !word.equals("NULL") && BEHIND_TYPE.contains(word);
    }

    public boolean hasNullDefault() {
        return defaultValue()
                .map(Tokens::text)
                .filter(text -> text.equalsIgnoreCase("null"))
                .isPresent();
    }
}
