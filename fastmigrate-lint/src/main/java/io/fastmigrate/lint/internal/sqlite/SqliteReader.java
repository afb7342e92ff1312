package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.Written;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a script for SQLite. Of a long INSERT of literals, what stands before the first row is all that is read. */
final class SqliteReader implements ScriptReader {

    /** In characters. */
    private static final int SHORT = 10_000;

    private final ScriptPlan plan;
    private final SqlScanner<SqlStatement> scanner;
    private final List<Comment> comments = new ArrayList<>();
    private @Nullable String head;
    private boolean repeated;
    private long index;

    private SqliteReader(ScriptPlan plan, SqlScanner<SqlStatement> scanner) {
        this.plan = plan;
        this.scanner = scanner;
        scanner.onComment((text, position) -> comments.add(new Comment(text, position)));
    }

    static SqliteReader open(Script script) throws IOException {
        ScriptPlan plan;
        try (InputStream in = SqliteStatements.open(script)) {
            plan = plan(ScriptAnalysis.skim(in, script.location()), script.location());
        }
        return new SqliteReader(plan, SqliteStatements.skim(SqliteStatements.open(script), script.location()));
    }

    private static ScriptPlan plan(ScriptAnalysis analysis, String location) {
        ScriptPlan.Refusal refusal = analysis.refusal()
                .map(error -> ScriptPlan.Refusal.of(error, location))
                .orElse(null);
        return new ScriptPlan(
                analysis.execution(),
                analysis.reason().orElse(null),
                analysis.position().orElse(null),
                analysis.foreignKeysOn(),
                refusal);
    }

    @Override
    public ScriptPlan plan() {
        return plan;
    }

    @Override
    public @Nullable Statement next() throws IOException {
        SqlStatement next = scanner.next();
        if (next == null) {
            return null;
        }
        String insert = next.insertHead();
        repeated = insert != null && Objects.equals(insert, head);
        head = insert;
        String alone = repeated || next.text().length() > SHORT ? insert : null;
        String text = alone == null ? next.text() : alone;
        Written written = alone == null ? next.written() : Written.same(alone);
        Statement statement = Statement.sqlite(index++, text, next.position(), written, next.facts());
        return insert == null && scanner.isCut() ? statement.beginning() : statement;
    }

    @Override
    public boolean isRepeated() {
        return repeated;
    }

    @Override
    public List<Comment> comments() {
        List<Comment> since = List.copyOf(comments);
        comments.clear();
        return since;
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
