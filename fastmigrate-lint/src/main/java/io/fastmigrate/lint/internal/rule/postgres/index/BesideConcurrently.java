package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.CreateIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** P28. One finding for a script. */
public final class BesideConcurrently implements Check {

    /** What leaves nothing behind that the application would meet. */
    private static final Set<String> WITHOUT_TRACE = Set.of(
            "SET", "RESET", "SHOW", "SELECT", "VALUES", "EXPLAIN", "BEGIN", "START", "COMMIT", "END", "ANALYZE",
            "VACUUM", "COMMENT");

    private final List<Statement> ofIndexes = new ArrayList<>();
    private int others;
    private final Set<String> made = new HashSet<>();

    @Override
    public String id() {
        return "P28";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        CreateIndex.of(statement).flatMap(CreateIndex::name).ifPresent(name -> made.add(name.text()));
        if (Concurrently.in(statement).isPresent() || statement.isOf("DROP", "INDEX")) {
            ofIndexes.add(statement);
        } else if (!WITHOUT_TRACE.contains(statement.verb())) {
            others++;
        }
    }

    @Override
    public void end(Scope scope) {
        ofIndexes.removeIf(this::isPreparation);
        for (Statement statement : ofIndexes) {
            Optional<Token> at = Concurrently.in(statement);
            if (at.isPresent() && ofIndexes.size() + others > 1 && !scope.isKnownToFail(statement)) {
                scope.report(
                        this,
                        statement,
                        at.get(),
                        "This statement takes the script out of its transaction. If one statement of the script fails, those"
                                + " before it stay, and the application meets a schema between two versions until a run goes on"
                                + " there.");
                return;
            }
        }
    }

    /** Tells whether it only drops an index that the script makes again. */
    private boolean isPreparation(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("DROP", "INDEX")) {
            return false;
        }
        cursor.accept("CONCURRENTLY");
        boolean mayBeMissing = cursor.accept("IF", "EXISTS");
        return mayBeMissing
                && cursor.name().filter(name -> made.contains(name.text())).isPresent()
                && !cursor.hasNext();
    }
}
