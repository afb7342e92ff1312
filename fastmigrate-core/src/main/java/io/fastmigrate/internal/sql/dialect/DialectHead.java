package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.SqlDialect.Lexis;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes in the tokens of one statement after another: keeps the first ones, and knows which semicolons end nothing. */
final class DialectHead {

    /** Enough for the longest head that anything depends on. */
    private static final int KEPT = 24;

    private static final int LONGEST_NAME = 200;

    private static final Pattern ROUTINE =
            Pattern.compile("CREATE (OR REPLACE )?(FUNCTION|PROCEDURE) .*", Pattern.DOTALL);

    private final boolean parenthesesHold;
    private final boolean blocksHold;
    private final StringBuilder kept = new StringBuilder();
    private int count;
    private int depth;
    private int blocks;
    private boolean routine;
    private boolean from;
    private boolean copiesIn;

    DialectHead(SqlDialect dialect) {
        this.parenthesesHold = dialect.has(Lexis.PARENTHESES_HOLD);
        this.blocksHold = dialect == SqlDialect.POSTGRESQL;
    }

    void begin() {
        kept.setLength(0);
        count = 0;
        depth = 0;
        blocks = 0;
        routine = false;
        from = false;
        copiesIn = false;
    }

    /** Takes in the next token, which ends nothing. */
    void token(TokenType type, byte[] text, int start, int end) {
        if (type == TokenType.OPEN) {
            depth++;
        } else if (type == TokenType.CLOSE) {
            depth--;
        } else if (type == TokenType.WORD) {
            word(text, start, end);
        }
        if (count < KEPT) {
            String token = new String(text, start, Math.min(end - start, LONGEST_NAME), StandardCharsets.UTF_8);
            kept.append(count == 0 ? "" : " ").append(type == TokenType.WORD ? token.toUpperCase(Locale.ROOT) : token);
        }
        count++;
        if (count == 5) {
            routine = blocksHold && isRoutine();
        }
    }

    private boolean isRoutine() {
        return kept.indexOf("CREATE ") == 0 && ROUTINE.matcher(kept).matches();
    }

    /** A routine in SQL's own style has its statements between BEGIN ATOMIC and END, in which there may be CASE too. */
    private void word(byte[] text, int start, int end) {
        if (routine && Words.same(text, start, end, "BEGIN")) {
            blocks++;
        } else if (blocks > 0 && Words.same(text, start, end, "CASE")) {
            blocks++;
        } else if (blocks > 0 && Words.same(text, start, end, "END")) {
            blocks--;
        }
        copiesIn |= from && depth == 0 && Words.same(text, start, end, "STDIN");
        from = Words.same(text, start, end, "FROM");
    }

    /** Tells whether a semicolon here belongs to the statement. */
    boolean holds() {
        return (parenthesesHold && depth > 0) || blocks > 0;
    }

    /** Tells whether rows follow the statement that are no SQL. */
    boolean takesRows() {
        return copiesIn && blocksHold && text().startsWith("COPY ");
    }

    String text() {
        return kept.toString();
    }
}
