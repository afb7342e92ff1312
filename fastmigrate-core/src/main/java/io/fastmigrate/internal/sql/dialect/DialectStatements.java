package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.Script;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.scan.CopyRows;
import io.fastmigrate.internal.sql.scan.ScriptBuffer;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.scan.StatementRules;
import io.fastmigrate.internal.sql.scan.ValuedText;
import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.SqlDialect.Lexis;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import io.fastmigrate.internal.sql.token.Written;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts scripts for databases other than SQLite: a statement ends where it ends for the database's command-line client. */
public final class DialectStatements implements StatementRules<DialectStatement> {

    private final ScriptBuffer text;
    private final SqlDialect dialect;
    private final DialectLexer lexer;
    private final DialectHead head;
    private final BinaryLiterals binaries = new BinaryLiterals();
    private @Nullable CopyRows rows;
    /** In bytes: from the first token of the statement at hand to the last; what ends it is not counted. */
    private int length;

    public DialectStatements(ScriptBuffer text, SqlDialect dialect) {
        this.text = text;
        this.dialect = dialect;
        this.lexer = new DialectLexer(dialect);
        this.head = new DialectHead(dialect);
    }

    /**
     * Returns a scanner that begins at the first byte.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     */
    public static SqlScanner<DialectStatement> scan(InputStream in, String location, SqlDialect dialect) {
        return new DialectStatements(new ScriptBuffer(in, location, dialect), dialect).scanner();
    }

    /** Returns a scanner that keeps the beginning of long statements alone, as {@link ScriptBuffer#skim} says. */
    public static SqlScanner<DialectStatement> skim(InputStream in, String location, SqlDialect dialect) {
        return new DialectStatements(ScriptBuffer.skim(in, location, dialect), dialect).scanner();
    }

    /** Opens a script, with its values in it. */
    public static InputStream open(Script script, SqlDialect dialect) throws IOException {
        Map<String, String> values = Bridge.values().valuesOf(script);
        if (values.isEmpty()) {
            return script.open();
        }
        ScriptBuffer text = new ScriptBuffer(script.open(), script.location(), dialect);
        return new ValuedText(text, new DialectStatements(text, dialect).scanner(), values);
    }

    /** Returns a scanner by these rules, to be called once. */
    public SqlScanner<DialectStatement> scanner() {
        return new SqlScanner<>(text, this);
    }

    @Override
    public Lexer lexer() {
        return lexer;
    }

    @Override
    public void begin() throws IOException {
        passOverRows();
        rows = null;
        head.begin();
        binaries.begin();
    }

    /**
     * Returns the rows that follow the statement at hand in the script; null if it takes none. What is not read of them when
     * the next statement is asked for is passed over.
     */
    public @Nullable CopyRows rows() {
        return rows;
    }

    /**
     * Passes over what is left of the rows of the statement at hand, so that the checksum so far has them.
     *
     * @return whether it takes any
     */
    public boolean passOverRows() throws IOException {
        if (rows == null) {
            return false;
        }
        rows.skipRest();
        return true;
    }

    @Override
    public boolean passOverPieceOfRows() throws IOException {
        return rows != null && rows.skipPiece();
    }

    /** A DELIMITER, and two commands of pg_dump that keep psql from carrying out others; none of those would be carried out here. */
    @Override
    public boolean isCommand(TokenType type) throws IOException {
        byte[] bytes = text.bytes();
        if (dialect.has(Lexis.DELIMITER)
                && type == TokenType.WORD
                && Words.same(bytes, text.start(), text.at(), "DELIMITER")) {
            delimiter(text.restOfLine());
            return true;
        }
        if (dialect == SqlDialect.POSTGRESQL
                && bytes[text.start()] == '\\'
                && text.command(text.start()).matches("\\\\(un)?restrict")) {
            text.restOfLine();
            return true;
        }
        return false;
    }

    /** Takes in what ends a statement from here on. */
    private void delimiter(String line) {
        int blank = 0;
        while (blank < line.length() && !Character.isWhitespace(line.charAt(blank))) {
            blank++;
        }
        if (blank == 0 || line.contains("\\")) {
            throw text.invalid(
                    text.position(),
                    "DELIMITER is followed by no valid delimiter",
                    "Write the new delimiter after it, such as DELIMITER $$ and later DELIMITER ;");
        }
        lexer.delimiter(line.substring(0, blank));
    }

    @Override
    public boolean token(TokenType type, byte[] bytes, int start, int from, int to) throws IOException {
        if (type == TokenType.SEMICOLON && !head.holds()) {
            return true;
        }
        boolean backslash = bytes[from] == '\\' && dialect.has(Lexis.COMMANDS_BY_BACKSLASH);
        if (backslash || (type == TokenType.DOT && from == start)) {
            refuseCommand(from);
        }
        if (dialect == SqlDialect.MYSQL && binaries.token(type, bytes, from, to)) {
            text.passOver(from, to);
            if (!text.isCut()) {
                binaries.add(from - start, to - start);
            }
        }
        head.token(type, bytes, from, to);
        length = to - start;
        return false;
    }

    private void refuseCommand(int from) throws IOException {
        Script.Position position = text.positionOf(from);
        String command = text.command(from);
        String client = dialect.client().isEmpty() ? "a database's shell" : dialect.client();
        throw text.invalid(
                position,
                command + " is a command of " + client + ", not SQL",
                command.equals("\\connect")
                        ? "A migration runs in one database: make the dump with pg_dump without --create."
                        : "Remove it, or make the script a .sh script that calls " + client + ".");
    }

    @Override
    public DialectStatement statement() throws IOException {
        if (dialect == SqlDialect.MYSQL) {
            binaries.follow(head.text());
        }
        int end = text.keptTo(text.start() + length);
        String sql = binaries.text(text.bytes(), text.start(), end);
        Written written = text.written(text.start(), end);
        if (head.takesRows()) {
            rows = CopyRows.open(text);
        }
        return new DialectStatement(sql, text.position(), head.text(), written);
    }

    @Override
    public void endsWithin(Script.Position comment) {
        throw text.neverClosed(comment, "/*");
    }
}
