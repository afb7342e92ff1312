package io.fastmigrate.lint.internal.prove.server;

/** The rows with which a script runs. */
public enum Rows {
    /** Two in each table, with values in all columns, which differ. */
    DIFFERENT("with rows in each table, "),

    /** Three in each table, with the same values and NULL where the table allows it. */
    EQUAL("with equal values and NULL, "),

    /** None. */
    NONE("with no rows, ");

    private final String text;

    Rows(String text) {
        this.text = text;
    }

    /** Returns the beginning of a sentence. */
    @Override
    public String toString() {
        return text;
    }
}
