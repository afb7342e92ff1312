package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leaves out the BEGIN and COMMIT around a whole script, and gives a statement that refuses them its own script (P6). */
final class OwnTransaction {

    private static final Set<String> BEGIN = Set.of("BEGIN", "START");
    private static final Set<String> COMMIT = Set.of("COMMIT", "END");

    /** BEGIN TRANSACTION, but none with modes, and no COMMIT AND CHAIN. */
    private static final int MOST_WORDS = 2;

    private OwnTransaction() {}

    /** Returns the statements without the BEGIN and COMMIT around all of them. */
    static List<Statement> inside(ScriptText text) {
        List<Statement> all = text.statements();
        return isAround(all) ? all.subList(1, all.size() - 1) : all;
    }

    private static boolean isAround(List<Statement> all) {
        return all.size() > 1 && isPlain(all.get(0), BEGIN) && isPlain(all.get(all.size() - 1), COMMIT);
    }

    private static boolean isPlain(Statement statement, Set<String> verbs) {
        long words =
                statement.tokens().stream().filter(token -> !token.isSign(";")).count();
        return verbs.contains(statement.verb()) && words <= MOST_WORDS;
    }

    /** Returns why the text is not changed; empty if it is. */
    static Optional<String> apply(ScriptText text, Script.Position position) {
        Optional<Statement> statement = text.statementAt(position);
        List<Statement> all = text.statements();
        if (statement.isEmpty() || !isAround(all)) {
            return Optional.of("BEGIN and COMMIT are not around the whole script");
        }
        text.leaveOut(all.get(0));
        text.leaveOut(all.get(all.size() - 1));
        text.setAlone(statement.get());
        return Optional.empty();
    }
}
