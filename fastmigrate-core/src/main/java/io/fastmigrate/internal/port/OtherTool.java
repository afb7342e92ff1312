package io.fastmigrate.internal.port;

/** A migration tool that a database without a version may belong to, known by the table in which it keeps its history. */
public enum OtherTool {
    FLYWAY("Flyway", "flyway_schema_history"),
    LIQUIBASE("Liquibase", "databasechangelog");

    private final String title;
    private final String table;

    OtherTool(String title, String table) {
        this.title = title;
        this.table = table;
    }

    /** Returns the name of its table in lower case. */
    public String table() {
        return table;
    }

    /**
     * Returns what to say of a database that {@code adopt} takes over.
     *
     * @param options of the command that name the database, each with a space before it
     */
    public String adviceToAdopt(String options) {
        return title + " migrates it (table " + table
                + "): adopt its scripts and its history (fastmigrate adopt" + options + " --from DIRECTORY, with the"
                + " directory of " + title + "'s scripts), or specify another database.";
    }

    /** Returns what begins the advice for a database that {@code adopt} cannot take over. */
    public String statement() {
        return title + " migrates it (table " + table + "): go on with " + title
                + ", or end that and then, once, do this:";
    }
}
