package io.fastmigrate.lint.internal.model;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.Excerpt;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement of a script. Its tokens are read when they are asked for. Used by one thread. */
public final class Statement {

    private static final String VALUES = "VALUES";

    /** In characters: what rules look at of a statement of which only the beginning was read. */
    private static final int BEGINNING = 64 * 1024;

    private final long index;
    private final String text;
    private final Script.Position position;
    private final Written written;
    private final @Nullable SqlDialect dialect;
    private final @Nullable StatementFacts facts;
    private final @Nullable DialectStatement source;
    private final boolean cut;
    private @Nullable List<Token> tokens;

    private Statement(long index, String text, Script.Position position, Written written, StatementFacts facts) {
        this.index = index;
        this.text = text;
        this.position = position;
        this.written = written;
        this.dialect = null;
        this.facts = facts;
        this.source = null;
        this.cut = false;
    }

    private Statement(long index, DialectStatement source, SqlDialect dialect) {
        this.index = index;
        this.text = source.text();
        this.position = source.position();
        this.written = source.written();
        this.dialect = dialect;
        this.facts = null;
        this.source = source;
        this.cut = false;
    }

    /** Makes one of which these tokens, the first ones, were read alone. */
    private Statement(Statement whole, List<Token> first) {
        this.index = whole.index;
        this.text = first.isEmpty()
                ? ""
                : whole.text.substring(0, first.get(first.size() - 1).end());
        this.position = whole.position;
        this.written = whole.written;
        this.dialect = whole.dialect;
        this.facts = whole.facts;
        this.source = whole.source;
        this.cut = true;
        this.tokens = List.copyOf(first);
    }

    /** Makes a statement for SQLite; the index is counted from 0. */
    public static Statement sqlite(
            long index, String text, Script.Position position, Written written, StatementFacts facts) {
        return new Statement(index, text, position, written, facts);
    }

    /** Makes a statement for another database; the index is counted from 0. */
    public static Statement of(long index, DialectStatement source, SqlDialect dialect) {
        return new Statement(index, source, dialect);
    }

    /** Returns its place among the script's statements, counted from 0. */
    public long index() {
        return index;
    }

    public String text() {
        return text;
    }

    /** Returns where its first token begins. */
    public Script.Position position() {
        return position;
    }

    /** Returns this as a statement that is too long to be read in whole: what it has are its first tokens. */
    public Statement beginning() {
        if (text.length() <= BEGINNING) {
            return new Statement(this, Tokens.of(text, dialect));
        }
        List<Token> first = Tokens.of(text.substring(0, BEGINNING), dialect);
        return new Statement(this, first.subList(0, first.size() - 1)); // the last one may go on
    }

    /** Tells whether it is too long, and the text is its beginning. */
    public boolean isCut() {
        return cut;
    }

    /** Tells whether the text is all of it; of an INSERT of literals for SQLite it has no rows. */
    public boolean isWhole() {
        return !cut && isWithRows();
    }

    private boolean isWithRows() {
        return facts == null || facts.kind() != StatementKind.INSERT || !endsWithValues();
    }

    private boolean endsWithValues() {
        String end = text.stripTrailing();
        return end.regionMatches(true, end.length() - VALUES.length(), VALUES, 0, VALUES.length());
    }

    /** Returns what SQLite's scanner says of it; for SQLite only. */
    public StatementFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("Only statements for SQLite have facts.");
        }
        return facts;
    }

    /** Returns what the scanner of another database than SQLite read. */
    public DialectStatement source() {
        if (source == null) {
            throw new IllegalStateException("Statements for SQLite have no source.");
        }
        return source;
    }

    /** Returns its tokens, without white space, comments and the semicolon that ends it. */
    public List<Token> tokens() {
        if (tokens == null) {
            List<Token> all = Tokens.of(text, dialect);
            int last = all.size() - 1;
            boolean closed = last >= 0 && all.get(last).isSign(";");
            tokens = List.copyOf(closed ? all.subList(0, last) : all);
        }
        return tokens;
    }

    public Cursor cursor() {
        return new Cursor(tokens());
    }

    /** Returns the first of its bare words in capitals; empty for none. */
    public String verb() {
        return tokens().isEmpty() ? "" : tokens().get(0).word();
    }

    /** Tells whether it begins with these bare words. */
    public boolean isOf(String... words) {
        return cursor().accept(words);
    }

    /** Returns the first token that is the bare word. */
    public Optional<Token> find(String word) {
        return tokens().stream().filter(token -> token.is(word)).findFirst();
    }

    /** Tells whether the word stands somewhere in it. */
    public boolean has(String word) {
        return find(word).isPresent();
    }

    public Script.Position position(int offset) {
        return Excerpt.position(position, written.text(), written.offset(offset));
    }

    /** Returns the line with a caret under a character of the text. */
    public String excerpt(int offset) {
        return Excerpt.of(written.text(), written.offset(offset));
    }
}
