package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.Optional;

/** What statements run CONCURRENTLY, which they cannot in a transaction. */
final class Concurrently {

    private Concurrently() {}

    /** Returns the word in a statement that has it, and cannot run in a transaction. */
    static Optional<Token> in(Statement statement) {
        boolean outside = switch (statement.verb()) {
            case "CREATE" -> statement.isOf("CREATE", "INDEX") || statement.isOf("CREATE", "UNIQUE", "INDEX");
            case "DROP" -> statement.isOf("DROP", "INDEX");
            case "REINDEX" -> true;
            case "ALTER" -> isDetach(statement);
            default -> false;
        };
        return outside ? statement.find("CONCURRENTLY") : Optional.empty();
    }

    private static boolean isDetach(Statement statement) {
        Cursor cursor = statement.cursor();
        return cursor.skipTo("DETACH", "PARTITION");
    }
}
