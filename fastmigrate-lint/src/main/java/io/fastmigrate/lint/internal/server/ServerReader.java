package io.fastmigrate.lint.internal.server;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.dialect.DialectAnalysis;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a script for another database than SQLite. */
final class ServerReader implements ScriptReader {

    private final ScriptPlan plan;
    private final SqlScanner<DialectStatement> scanner;
    private final SqlDialect dialect;
    private final List<Comment> comments = new ArrayList<>();
    private final RepeatedInserts inserts = new RepeatedInserts();
    private boolean repeated;
    private long index;

    private ServerReader(ScriptPlan plan, SqlScanner<DialectStatement> scanner, SqlDialect dialect) {
        this.plan = plan;
        this.scanner = scanner;
        this.dialect = dialect;
        scanner.onComment((text, position) -> comments.add(new Comment(text, position)));
    }

    static ServerReader open(Script script, DialectRules rules) throws IOException {
        SqlDialect dialect = rules.dialect();
        ScriptPlan plan;
        try (InputStream in = DialectStatements.open(script, dialect)) {
            plan = plan(DialectAnalysis.skim(in, script.location(), rules), script.location());
        }
        return new ServerReader(
                plan,
                DialectStatements.skim(DialectStatements.open(script, dialect), script.location(), dialect),
                dialect);
    }

    private static ScriptPlan plan(DialectAnalysis analysis, String location) {
        return new ScriptPlan(
                analysis.execution(),
                analysis.reason().orElse(null),
                analysis.position().orElse(null),
                false,
                analysis.refusal()
                        .map(error -> ScriptPlan.Refusal.of(error, location))
                        .orElse(null));
    }

    @Override
    public ScriptPlan plan() {
        return plan;
    }

    @Override
    public @Nullable Statement next() throws IOException {
        DialectStatement next = scanner.next();
        if (next == null) {
            return null;
        }
        repeated = inserts.isOneMore(next.text());
        Statement statement = Statement.of(index++, next, dialect);
        return scanner.isCut() ? statement.beginning() : statement;
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
