package io.fastmigrate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a run on a copy of the database. */
public final class Rehearsal {

    private record RehearsalFacts(
            Report report,
            List<RowChange> rows,
            List<SchemaChange> schema,
            List<TableLock> locks,
            List<Rehearsal> scripts) {}

    private final RehearsalFacts facts;

    Rehearsal(
            Report report,
            List<RowChange> rows,
            List<SchemaChange> schema,
            List<TableLock> locks,
            List<Rehearsal> scripts) {
        this.facts = new RehearsalFacts(
                report, List.copyOf(rows), List.copyOf(schema), List.copyOf(locks), List.copyOf(scripts));
    }

    /** Returns the report of the run on the copy: which scripts were applied, and the duration of each. */
    public Report report() {
        return facts.report();
    }

    /** Returns the tables that gained or lost rows. */
    public List<RowChange> rows() {
        return facts.rows();
    }

    /** Returns the objects of the schema that were added, changed or dropped. */
    public List<SchemaChange> schema() {
        return facts.schema();
    }

    /**
     * Returns the strongest lock that the scripts took on each table that existed before them, the strongest first; empty on
     * all databases but PostgreSQL.
     */
    public List<TableLock> locks() {
        return facts.locks();
    }

    /**
     * Returns the result of each script, in order; scripts that share a transaction have one result. Empty on SQLite, where
     * the copy is compared only before and after all scripts.
     */
    public List<Rehearsal> scripts() {
        return facts.scripts();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rehearsal same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }

    /** A lock on a table, which keeps other sessions waiting until the transaction ends. */
    public static final class TableLock {

        private record TableLockFacts(String table, String mode, Duration held) {}

        private final TableLockFacts facts;

        TableLock(String table, String mode, Duration held) {
            this.facts = new TableLockFacts(table, mode, held);
        }

        /** Returns the table's name. */
        public String table() {
            return facts.table();
        }

        /** Returns the lock as PostgreSQL's documentation calls it: {@code ACCESS EXCLUSIVE}, {@code SHARE}, ... */
        public String mode() {
            return facts.mode();
        }

        /** Returns how long it was held on the copy, from when it was acquired to the end of the transaction. */
        public Duration held() {
            return facts.held();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TableLock same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }

    /** The number of rows of a table before and after the run; -1 if the table does not exist. */
    public static final class RowChange {

        private record RowChangeFacts(String table, long before, long after) {}

        private final RowChangeFacts facts;

        RowChange(String table, long before, long after) {
            this.facts = new RowChangeFacts(table, before, after);
        }

        /** Returns the table's name. */
        public String table() {
            return facts.table();
        }

        /** Returns the number of rows before the run; -1 if the table did not exist. */
        public long before() {
            return facts.before();
        }

        /** Returns the number of rows after the run; -1 if the table does not exist. */
        public long after() {
            return facts.after();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof RowChange same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }

    /** An object of the schema that was added, changed or dropped. */
    public static final class SchemaChange {

        private record SchemaChangeFacts(String type, String name, Optional<String> before, Optional<String> after) {}

        private final SchemaChangeFacts facts;

        SchemaChange(String type, String name, Optional<String> before, Optional<String> after) {
            this.facts = new SchemaChangeFacts(type, name, before, after);
        }

        /** Returns the type: table, index, view, trigger; on servers also schema, function, type and others. */
        public String type() {
            return facts.type();
        }

        /** Returns the object's name. */
        public String name() {
            return facts.name();
        }

        /** Returns its definition before the run; empty if it was added. */
        public Optional<String> before() {
            return facts.before();
        }

        /** Returns its definition after the run; empty if it was dropped. */
        public Optional<String> after() {
            return facts.after();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SchemaChange same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }
}
