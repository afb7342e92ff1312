package io.fastmigrate.schema;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.mysql.MySqlDraft;
import io.fastmigrate.schema.internal.postgres.PostgresDraft;
import io.fastmigrate.schema.internal.sqlite.SqliteDraft;
import io.fastmigrate.schema.internal.sqlite.SqliteObject;
import java.util.List;
import java.util.SortedMap;

/** Writes the statements that lead from one schema to another one, for one kind of database. */
interface FixWriter {

    /**
     * A schema that was read.
     *
     * @param objects their texts; empty where the definitions say all
     */
    record Side(SortedMap<String, String> definitions, List<SqliteObject> objects) {

        public Side {
            objects = List.copyOf(objects);
        }
    }

    Side read(SchemaInspection schema);

    Draft draft(Side from, Side to);

    /** Returns what a script begins and ends with that is run by hand, so that it runs as a whole or not at all. */
    Frame frame();

    /**
     * What is around the statements.
     *
     * @param howToRun a comment
     */
    record Frame(String howToRun, String begin, String end) {}

    /**
     * Returns the writer for a database.
     *
     * @throws InvalidSettingException if there is none for its kind
     */
    static FixWriter of(Inspection inspection) {
        SchemaInspection schema = inspection.schema();
        if (inspection.isSqlite()) {
            return new Sqlite(schema);
        }
        String product = schema.read(connection -> connection.getMetaData().getDatabaseProductName());
        return switch (product) {
            case "PostgreSQL" -> new Postgres();
            case "MariaDB", "MySQL" -> new MySql(product.equals("MariaDB"));
            default ->
                throw InvalidSettingException.of(
                        "Scripts that end drift are written for SQLite, PostgreSQL, MariaDB and MySQL alone, and this is"
                                + " another database: " + inspection.databaseName() + ".",
                        "Run drift without --fix to see the definitions, and write the script by hand.");
        };
    }

    /**
     * SQLite, where a table that differs is rebuilt.
     *
     * @param tables rebuilds them
     */
    record Sqlite(SchemaInspection tables) implements FixWriter {

        @Override
        public Side read(SchemaInspection schema) {
            return new Side(schema.definitions(), SqliteObject.readAll(schema));
        }

        @Override
        public Draft draft(Side from, Side to) {
            return SqliteDraft.of(from.definitions(), from.objects(), to.definitions(), to.objects(), tables);
        }

        @Override
        public Frame frame() {
            return new Frame(
                    "sqlite3 -bail DATABASE < THIS_FILE",
                    "PRAGMA foreign_keys = OFF;\n\nBEGIN IMMEDIATE;\n\n",
                    "\nCOMMIT;\n");
        }
    }

    /** PostgreSQL, whose definitions say all. */
    record Postgres() implements FixWriter {

        @Override
        public Side read(SchemaInspection schema) {
            return new Side(schema.definitions(), List.of());
        }

        @Override
        public Draft draft(Side from, Side to) {
            return PostgresDraft.of(from.definitions(), to.definitions());
        }

        @Override
        public Frame frame() {
            return new Frame("psql -v ON_ERROR_STOP=1 -f THIS_FILE DATABASE", "BEGIN;\n\n", "\nCOMMIT;\n");
        }
    }

    /**
     * MariaDB and MySQL, whose definitions say all.
     *
     * @param mariaDb whether it is MariaDB, by what its driver says
     */
    record MySql(boolean mariaDb) implements FixWriter {

        @Override
        public Side read(SchemaInspection schema) {
            return new Side(schema.definitions(), List.of());
        }

        @Override
        public Draft draft(Side from, Side to) {
            return MySqlDraft.of(from.definitions(), to.definitions(), mariaDb);
        }

        @Override
        public Frame frame() {
            return new Frame(
                    (mariaDb ? "mariadb" : "mysql")
                            + " DATABASE < THIS_FILE\n-- A definition commits by itself. If a statement fails, those before it"
                            + " have run: write the script again.",
                    "",
                    "");
        }
    }
}
