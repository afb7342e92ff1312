package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.scan.CopyRows;
import io.fastmigrate.internal.sql.scan.ScriptBuffer;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.session.SessionTraces;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.io.FilterInputStream;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One pass over a {@code .sql} script: hands out its statements and runs them, one at a time. */
public final class ScriptReader implements AutoCloseable {

    private final Db db;
    private final JdbcStep step;
    private final StepContext context;
    private final JdbcErrors errors;
    private final DialectStatements statements;
    private final SqlScanner<DialectStatement> scanner;
    private final DialectRules rules;
    private long read;

    private ScriptReader(Db db, JdbcStep step, StepContext context, JdbcErrors errors) throws IOException {
        this.db = db;
        this.step = step;
        this.context = context;
        this.errors = errors;
        this.rules = db.dialect().rules();
        ScriptBuffer text = new ScriptBuffer(
                DialectStatements.open(step.script(), rules.dialect()),
                step.script().location(),
                rules.dialect());
        this.statements = new DialectStatements(text, rules.dialect());
        this.scanner = statements.scanner();
    }

    /** Opens a script; the caller closes the reader, and with it the script. */
    public static ScriptReader open(Db db, JdbcStep step, StepContext context, JdbcErrors errors) throws IOException {
        return new ScriptReader(db, step, context, errors);
    }

    @Nullable
    DialectStatement next() throws IOException {
        DialectStatement next = scanner.next();
        if (next != null) {
            read++;
        }
        return next;
    }

    SqlEffect effect(DialectStatement statement) {
        return rules.effect(statement);
    }

    boolean setsTransaction(DialectStatement statement) {
        return rules.setsTransaction(statement);
    }

    String location() {
        return step.script().location();
    }

    String checksumSoFar() {
        return scanner.checksumSoFar();
    }

    /**
     * Passes over what is left of the rows that the statement at hand takes.
     *
     * @return whether it takes any
     */
    boolean passOverRows() throws IOException {
        return statements.passOverRows();
    }

    /** Runs a statement; what fails is told as the error of the script. */
    void run(DialectStatement statement) throws IOException {
        CopyRows rows = statements.rows();
        if (SessionTraces.changesNewSessions(rules, statement)) {
            db.touchNewSessions();
        } else if (SessionTraces.lastsUntilCommit(rules, statement)) {
            db.touchUntilCommit();
        } else if (!SessionTraces.leavesNothing(rules, statement)) {
            db.touch();
        }
        if (rows == null) {
            execute(statement);
            return;
        }
        try {
            db.scripts().copyIn(statement.text(), new RowsInProgress(rows));
        } catch (SQLException e) {
            throw errors.failure(statement, rows.position(), e);
        }
        progress();
    }

    private void execute(DialectStatement statement) throws IOException {
        try {
            db.scripts().execute(statement.text());
        } catch (SQLException e) {
            throw errors.failure(statement, e);
        }
        progress();
    }

    void progress() {
        context.progress(scanner.bytesRead(), step.sql().bytes(), read);
    }

    /**
     * Runs all statements in the transaction at hand, without the script's own BEGIN and COMMIT, and without what its own
     * transaction begins with, which ours began with too.
     */
    public void runInside() throws IOException {
        boolean begun = false;
        StatementBatch batch = new StatementBatch(
                db, this::execute, statement -> !SessionTraces.leavesNothing(rules, statement), errors);
        JoinedInserts rows = new JoinedInserts(db, errors);
        for (DialectStatement next = next(); next != null; next = next()) {
            StepFailedException.requireNotInterrupted();
            SqlEffect effect = effect(next);
            begun |= effect != SqlEffect.BEGIN && !rules.setsTransaction(next);
            boolean control = effect == SqlEffect.BEGIN || effect == SqlEffect.COMMIT || effect.isLeftOut();
            if (!begun || control) {
                continue;
            }
            boolean joins = rows.take(next);
            if (!joins || rows.isFull()) {
                rows.run(this::run, count -> progress());
            }
            if (!joins && !batch.take(next)) {
                run(next);
            }
        }
        rows.run(this::run, count -> progress());
        batch.flush();
        step.requireUnchanged(scanner.checksum().text());
    }

    /** Rows that are told of while the database takes them, and end with an error when this thread is interrupted. */
    private final class RowsInProgress extends FilterInputStream {

        RowsInProgress(CopyRows rows) {
            super(rows);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            StepFailedException.requireNotInterrupted();
            progress();
            return super.read(into, offset, length);
        }
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
