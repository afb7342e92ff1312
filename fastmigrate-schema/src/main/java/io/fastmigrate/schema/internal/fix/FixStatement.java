package io.fastmigrate.schema.internal.fix;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement of a script. */
public final class FixStatement {

    private final Phase phase;
    private final String sql;
    private final @Nullable String loss;
    private final boolean block;

    /**
     * Makes one.
     *
     * @param sql without the semicolon at its end
     * @param loss which data it can lose, such as {@code the rows of extra}; null for one that loses none
     */
    public FixStatement(Phase phase, String sql, @Nullable String loss) {
        this(phase, sql, loss, false);
    }

    private FixStatement(Phase phase, String sql, @Nullable String loss, boolean block) {
        this.phase = phase;
        this.sql = sql;
        this.loss = loss;
        this.block = block;
    }

    /** Makes one that has others in it, for the clients of MariaDB and MySQL. */
    static FixStatement block(Phase phase, String sql, @Nullable String loss) {
        return new FixStatement(phase, sql, loss, true);
    }

    public Phase phase() {
        return phase;
    }

    /** Returns which data it can lose; empty for one that loses none. */
    public Optional<String> loss() {
        return Optional.ofNullable(loss);
    }

    /** Returns it with the semicolon, on another line where it may end in a comment. */
    public String text() {
        if (block) {
            String end = "//";
            while (sql.contains(end)) {
                end += "/";
            }
            return "DELIMITER " + end + "\n" + sql + "\n" + end + "\nDELIMITER ;";
        }
        int lastLine = sql.lastIndexOf('\n') + 1;
        return sql + (sql.indexOf("--", lastLine) >= 0 ? "\n;" : ";");
    }

    /** Returns it as a comment that says what it would lose. */
    public String comment() {
        StringBuilder comment = new StringBuilder("-- LOSES ")
                .append(String.valueOf(loss).replaceAll("\\R", " ")) // a name may have lines
                .append(". To run it, remove the hyphens:");
        text().lines().forEach(line -> comment.append("\n-- ").append(line));
        return comment.toString();
    }
}
