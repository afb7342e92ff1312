package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.Written;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement of a script. Immutable. */
public final class SqlStatement {

    private final String text;
    private final Script.Position position;
    private final StatementFacts facts;
    private final @Nullable Written replaced;
    private final @Nullable String head;
    private final int rowsTo;

    /** @param replaced the text as written, if values stand in it; else null */
    SqlStatement(String text, Script.Position position, StatementFacts facts, @Nullable Written replaced) {
        this(text, position, facts, replaced, null, 0);
    }

    private SqlStatement(
            String text,
            Script.Position position,
            StatementFacts facts,
            @Nullable Written replaced,
            @Nullable String head,
            int rowsTo) {
        this.replaced = replaced;
        this.text = text;
        this.position = position;
        this.facts = facts;
        this.head = head;
        this.rowsTo = rowsTo;
    }

    /** Returns this statement as one that inserts rows of literals, which stand between {@code head} and {@code rowsTo}. */
    SqlStatement withRows(String insertHead, int end) {
        return new SqlStatement(text, position, facts, replaced, insertHead, end);
    }

    /**
     * Returns the statement as it stands in the script, with values in the place of their names, from its first token to its semicolon, or to the script's end where
     * there is no semicolon; comments and line ends within it are kept.
     */
    public String text() {
        return text;
    }

    /** Returns the text as written in the script. */
    public Written written() {
        return replaced == null ? Written.same(text) : replaced;
    }

    /** Returns where its first token begins. */
    public Script.Position position() {
        return position;
    }

    /**
     * Returns the text up to the first row of an {@code INSERT} that gives rows of literals and does nothing else; null for
     * every other statement. Statements of one script whose text up to there is the same mostly share the object.
     */
    public @Nullable String insertHead() {
        return head;
    }

    /** Returns where in the text the rows end that such an {@code INSERT} gives; they begin behind its head. */
    public int rowsEnd() {
        return rowsTo;
    }

    public StatementKind kind() {
        return facts.kind();
    }

    /**
     * Returns the name, without quotes, of the table, view, index, trigger, pragma or savepoint that the statement makes,
     * changes or uses first; empty where it has none or none that could be read.
     */
    public Optional<String> name() {
        return Optional.ofNullable(facts.name());
    }

    /** Returns the schema that stands before the name, without quotes. */
    public Optional<String> schema() {
        return Optional.ofNullable(facts.schema());
    }

    /** Tells whether it may delete or change rows of tables that refer to its own, where foreign keys are enforced. */
    public boolean mayCascade() {
        return facts.mayCascade();
    }

    /** Tells whether it is a pragma that weakens what a transaction promises, or one that the whole process feels. */
    public boolean isUnsafe() {
        return facts.kind() == StatementKind.PRAGMA && UnsafePragmas.of(facts) != null;
    }

    /** Returns the value of a pragma, without quotes, or the new name of a table that is renamed. */
    public Optional<String> value() {
        return Optional.ofNullable(facts.value());
    }

    public StatementFacts facts() {
        return facts;
    }

    @Override
    public String toString() {
        return position + " " + facts.kind();
    }
}
