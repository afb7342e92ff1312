package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.sql.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The text of a chunk of statements. Rows of consecutive INSERTs with the same head can follow on one another. */
final class ChunkText {

    /** More rows in one statement are no faster. */
    private static final int ROWS = 250;

    private final StringBuilder text = new StringBuilder();

    /** The head of the statement that is still open for more rows; null if none is. */
    private @Nullable String openHead;

    private int rows;

    int length() {
        return text.length();
    }

    /** Adds a statement as it stands. */
    void add(SqlStatement statement) {
        close();
        text.append(statement.text()).append("\n;\n");
    }

    /** Adds the rows of an INSERT of literals to those before it, where these have the same head. */
    void addRows(SqlStatement statement, String head) {
        if (openHead != null && rows < ROWS && openHead.equals(head)) {
            text.append(",\n");
            rows++;
        } else {
            close();
            text.append(head);
            openHead = head;
            rows = 1;
        }
        text.append(statement.text(), head.length(), statement.rowsEnd());
    }

    private void close() {
        if (openHead != null) {
            text.append("\n;\n");
            openHead = null;
        }
    }

    /** Returns the text, and begins again. */
    String take() {
        close();
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
