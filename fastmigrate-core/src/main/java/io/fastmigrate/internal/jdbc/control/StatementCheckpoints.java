package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code _fastmigrate_progress}: which statements of a script are done that cannot run in one transaction. A
 * statement has a row before it runs, if no one could tell afterwards whether it did, and one when it is done.
 */
public final class StatementCheckpoints {

    public static final String TABLE = "_fastmigrate_progress";

    private static final String DONE = "done";
    private static final String BEGUN = "begun";
    private static final String OPEN = "open";

    /** Some databases take an empty text for NULL. */
    private static final String NONE = "-";

    /**
     * How far a script came.
     *
     * @param statements how many are done
     * @param checksum of these
     * @param begun what there was before the one behind them began, whose end is not known; null if none did, empty if
     *     nothing is known of before
     */
    public record Progress(
            int statements, String checksum, @Nullable String begun) {}

    private final Db db;
    private final Version version;

    public StatementCheckpoints(Db db, Version version) {
        this.db = db;
        this.version = version;
    }

    /** Makes the table where it is not there yet. */
    public void create() throws SQLException {
        if (!db.exists(TABLE)) {
            Rows.run(
                    db.jdbc(),
                    "CREATE TABLE " + db.table(TABLE) + " (version INTEGER NOT NULL, statement_number INTEGER NOT NULL,"
                            + " line INTEGER NOT NULL, checksum VARCHAR(64) NOT NULL, state VARCHAR(10) NOT NULL,"
                            + " PRIMARY KEY (version, statement_number))"
                            + db.dialect().takesEveryText());
        }
    }

    /** Forgets what a script did that does all of it again. */
    public void startAgain() throws SQLException {
        create();
        clear();
    }

    /** Reads how far the script came; makes the table where that shows that it is not there yet. */
    public Progress readOrCreate() throws SQLException {
        if (!db.needsNoTransaction()) {
            create();
            return db.askAsOwner(this::read);
        }
        try {
            return read();
        } catch (SQLException e) {
            if (db.exists(TABLE)) {
                throw e;
            }
            create();
            return read();
        }
    }

    private Progress read() throws SQLException {
        List<List<String>> rows = Rows.all(
                db.jdbc(),
                3,
                "SELECT state, statement_number, checksum FROM " + db.table(TABLE)
                        + " WHERE version = ? AND state IN (?, ?) ORDER BY statement_number DESC",
                version.number(),
                DONE,
                BEGUN);
        Optional<List<String>> done = last(rows, DONE);
        int statements = done.map(row -> Integer.parseInt(row.get(1))).orElse(0);
        String begun = last(rows, BEGUN)
                .filter(row -> Integer.parseInt(row.get(1)) == statements + 1)
                .map(row -> row.get(2) == null || row.get(2).equals(NONE) ? "" : row.get(2))
                .orElse(null);
        return new Progress(statements, done.map(row -> row.get(2)).orElse(""), begun);
    }

    private static Optional<List<String>> last(List<List<String>> rows, String state) {
        return rows.stream().filter(row -> state.equals(row.get(0))).findFirst();
    }

    /**
     * Writes down that a statement is about to run; fails if another process wrote that down in the meantime.
     *
     * @param statement counted from 1
     * @param before what there is of all that it names
     */
    public void begin(int statement, int line, String before) throws SQLException {
        Order insert = insert(statement, line, before.isEmpty() ? NONE : before, BEGUN);
        write(insert.in(new ControlBlock(db)), insert::run);
    }

    /** Writes one statement in a separate transaction, which no process can that took the lock over in the meantime. */
    public void alone(Db.Work entry) throws SQLException {
        if (db.needsNoTransaction() || db.ownerCondition().isPresent()) {
            entry.run();
            return;
        }
        db.begin(List.of());
        entry.run();
        db.commit();
    }

    /**
     * Begins a transaction of statements, and writes them down in it.
     *
     * @param settings of the transaction
     * @param statement the first one, counted from 1
     */
    public void open(List<String> settings, int statement, int line) throws SQLException {
        Order delete = new Order(
                "DELETE FROM " + db.table(TABLE) + " WHERE version = ? AND statement_number >= ?",
                version.number(),
                statement);
        Order insert = insert(statement, line, NONE, OPEN);
        if (settings.isEmpty()
                && insert.in(delete.in(new ControlBlock(db).begin())).run().isPresent()) {
            return;
        }
        db.begin(settings);
        db.asOwner(() -> {
            delete.run();
            insert.run();
        });
    }

    /**
     * Writes down, in the transaction that {@link #open} began, that its statements are done.
     *
     * @param first of these statements
     * @param last of them
     * @param checksum of all statements up to the last one
     * @throws SQLException if the database has rolled that transaction back in the meantime, as some do after a deadlock
     */
    public void close(int first, int last, int line, String checksum) throws SQLException {
        Order update = new Order(
                "UPDATE " + db.table(TABLE) + " SET state = ?, statement_number = ?, line = ?, checksum = ?"
                        + " WHERE version = ? AND statement_number = ? AND state = ?",
                DONE,
                last,
                line,
                checksum,
                version.number(),
                first,
                OPEN);
        Optional<List<List<List<String>>>> answers =
                update.in(new ControlBlock(db)).add("SELECT ROW_COUNT()").run();
        boolean closed = answers.isEmpty()
                ? db.askAsOwner(update::run) == 1
                : Rows.text(answers.get().get(0)).equals(Optional.of("1"));
        if (!closed) {
            throw new SQLException("The database rolled the transaction back.", "40001");
        }
    }

    /** A statement that writes. */
    private final class Order {
        private final String sql;
        private final Object[] values;

        Order(String sql, Object... values) {
            this.sql = sql;
            this.values = values;
        }

        ControlBlock in(ControlBlock block) {
            return block.add(sql, values);
        }

        /** Returns how many rows it changed. */
        int run() throws SQLException {
            return Rows.update(db.jdbc(), sql, values);
        }
    }

    private Order insert(int statement, int line, String checksum, String state) {
        return new Order(
                "INSERT INTO " + db.table(TABLE) + " (version, statement_number, line, checksum, state)"
                        + " VALUES (?, ?, ?, ?, ?)",
                version.number(),
                statement,
                line,
                checksum,
                state);
    }

    private void write(ControlBlock block, Db.Work oneByOne) throws SQLException {
        if (block.run().isEmpty()) {
            db.asOwner(oneByOne);
        }
    }

    /** Writes down that a statement had no effect. */
    public void failed(int statement) throws SQLException {
        Order delete = new Order(
                "DELETE FROM " + db.table(TABLE) + " WHERE version = ? AND statement_number = ? AND state = ?",
                version.number(),
                statement,
                BEGUN);
        write(delete.in(new ControlBlock(db)), delete::run);
    }

    /**
     * Writes down that all statements up to this one are done.
     *
     * @param checksum of all these
     */
    public void done(int statement, int line, String checksum) throws SQLException {
        Order update = new Order(
                "UPDATE " + db.table(TABLE) + " SET state = ?, checksum = ? WHERE version = ? AND statement_number = ?",
                DONE,
                checksum,
                version.number(),
                statement);
        Order insert = insert(statement, line, checksum, DONE);
        Optional<List<List<List<String>>>> answers =
                update.in(new ControlBlock(db)).add("SELECT ROW_COUNT()").run();
        boolean there = answers.isEmpty()
                ? db.askAsOwner(update::run) > 0
                : !Rows.text(answers.get().get(0)).equals(Optional.of("0"));
        if (!there) {
            write(insert.in(new ControlBlock(db)), insert::run);
        }
    }

    /** Forgets a script that has run to its end; never the lock's token, which is row 0 of version 0. */
    public void clear() throws SQLException {
        db.asOwner(() -> Rows.run(db.jdbc(), clearing()));
    }

    /** Returns the statement of {@link #clear}. */
    public String clearing() {
        return "DELETE FROM " + db.table(TABLE) + " WHERE version = " + version.number() + " AND statement_number > 0";
    }
}
