package io.fastmigrate.internal.jdbc.connection;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the statements of scripts, each to its very end or until soon after this thread is interrupted, and tells an observer before.
 * Used by one thread.
 */
public final class ScriptExecution implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final InterruptWatch interrupts = new InterruptWatch();
    private ScriptObserver observer = ScriptObserver.NONE;
    private String lastStatement = "";

    ScriptExecution(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Tells someone of all that scripts do from now on. */
    public void observe(ScriptObserver who) {
        observer = who;
    }

    ScriptObserver observer() {
        return observer;
    }

    /** Returns the beginning of the statement that ran last. */
    public String lastStatement() {
        return lastStatement;
    }

    void forgetLastStatement() {
        lastStatement = "";
    }

    private String observed(String sql) throws SQLException {
        return observer.statement(sql, !connection.getAutoCommit());
    }

    private List<String> observed(List<String> statements) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (String sql : statements) {
            texts.add(observed(sql));
        }
        return texts;
    }

    /** Runs one statement. */
    public void execute(String sql) throws SQLException {
        String text = observed(sql);
        lastStatement = Blockers.beginning(sql);
        watched(statement -> {
            boolean rows = statement.execute(text);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
            return true;
        });
    }

    /** Runs statements that return no rows, without a wait for the answer of each. */
    public void executeAll(List<String> statements) throws SQLException {
        List<String> texts = observed(statements);
        watched(statement -> {
            for (String sql : texts) {
                statement.addBatch(sql);
            }
            return statement.executeBatch();
        });
    }

    @FunctionalInterface
    private interface Execution<T> {
        T run(Statement statement) throws SQLException;
    }

    private <T> T watched(Execution<T> execution) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            interrupts.begin(statement::cancel);
            return execution.run(statement);
        } catch (SQLException e) {
            throw InterruptWatch.unlessInterrupted(e);
        } finally {
            interrupts.end();
        }
    }

    /** Hands rows to a statement that takes them from the client. */
    public void copyIn(String sql, InputStream rows) throws SQLException, IOException {
        try {
            interrupts.begin(() -> dialect.cancelCopy(connection));
            dialect.copyIn(connection, sql, rows);
        } catch (SQLException e) {
            throw InterruptWatch.unlessInterrupted(e);
        } finally {
            interrupts.end();
        }
    }

    @Override
    public void close() {
        interrupts.close();
    }
}
