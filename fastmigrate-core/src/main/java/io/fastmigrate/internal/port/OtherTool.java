package io.fastmigrate.internal.port;

/** A migration tool that a database without a version may belong to, known by the table in which it keeps its history. */
public enum OtherTool {
    FLYWAY("Flyway", "flyway_schema_history", "installed_rank"),
    LIQUIBASE("Liquibase", "databasechangelog", "orderexecuted");

    private final String title;
    private final String usualTable;
    private final String column;

    OtherTool(String title, String usualTable, String column) {
        this.title = title;
        this.usualTable = usualTable;
        this.column = column;
    }

    /** Returns the name of its column, in lower case, that tables of others do not have. */
    public String column() {
        return column;
    }

    /**
     * A history that was found.
     *
     * @param table its name, with its schema before it where that is another one than the connection's
     */
    public record Found(OtherTool tool, String table) {

        private boolean isUsual() {
            return table.equalsIgnoreCase(tool.usualTable);
        }

        private String option() {
            return isUsual() ? "" : " --table " + table;
        }

        private String statement() {
            return tool.title
                    + (table.indexOf('.') < 0
                            ? " migrates it (table "
                            : " migrates it, if the history is its own (table ")
                    + table + ")";
        }

        /**
         * Returns what to say of a database that {@code adopt} takes over.
         *
         * @param options of the command that name the database, each with a space before it
         */
        public String adviceToAdopt(String options) {
            return statement() + ": adopt its scripts and its history (fastmigrate adopt" + options + option()
                    + " --from DIRECTORY, with the directory of " + tool.title
                    + "'s scripts), or specify another database.";
        }

        /** Returns what begins the advice for a database that {@code adopt} cannot take over. */
        public String adviceToEnd() {
            return statement() + ": go on with " + tool.title + ", or end that and then, once, do this:";
        }

        /** Returns what to say where the table was not named. */
        public String adviceToName() {
            return "There is a history of " + tool.title + " in " + table + ": specify it (--table " + table + ").";
        }
    }
}
