package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a script with its statements, and changes of it. Comments and all else stay as they are. */
final class ScriptText {

    private static final String REST = "-rest";
    private static final String CONCURRENTLY = "-concurrently";
    private static final Pattern EMPTY_LINES = Pattern.compile("\\A(?:[ \\t]*\\r?\\n)+");

    private record Change(int to, String replacement) {}

    private final String text;
    private final @Nullable SqlDialect dialect;
    private final List<Statement> statements;
    private final TreeMap<Integer, Change> changes = new TreeMap<>();
    private final Set<Long> alone = new HashSet<>();

    /** Scripts before statements, by the indexes of these. */
    private final Map<Long, String> before = new HashMap<>();

    /** Where statements begin that no script needs, not even as it was meant. */
    private final Set<Integer> leftOut = new TreeSet<>();

    /** Scripts behind the others, by their roles. */
    private final Map<String, List<String>> later = new LinkedHashMap<>();

    private ScriptText(String text, @Nullable SqlDialect dialect, List<Statement> statements) {
        this.text = text;
        this.dialect = dialect;
        this.statements = statements;
    }

    /** @param dialect null for SQLite */
    static ScriptText read(Script script, @Nullable SqlDialect dialect) throws IOException {
        List<Statement> statements = dialect == null ? ofSqlite(script) : ofServer(script, dialect);
        return new ScriptText(text(script), dialect, statements);
    }

    static String text(Script script) throws IOException {
        try (InputStream in = script.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Statement> ofSqlite(Script script) throws IOException {
        List<Statement> statements = new ArrayList<>();
        try (SqlScanner<SqlStatement> scanner =
                SqliteStatements.scan(SqliteStatements.open(script), script.location())) {
            for (SqlStatement next = scanner.next(); next != null; next = scanner.next()) {
                statements.add(Statement.sqlite(
                        statements.size(), next.text(), next.position(), next.written(), next.facts()));
            }
        }
        return statements;
    }

    private static List<Statement> ofServer(Script script, SqlDialect dialect) throws IOException {
        List<Statement> statements = new ArrayList<>();
        try (SqlScanner<DialectStatement> scanner =
                DialectStatements.scan(DialectStatements.open(script, dialect), script.location(), dialect)) {
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                statements.add(Statement.of(statements.size(), next, dialect));
            }
        }
        return statements;
    }

    String text() {
        return text;
    }

    List<Statement> statements() {
        return statements;
    }

    /** Tells whether statements stand in the text as they run: without values in them, and without a byte order mark before them. */
    boolean isPlain() {
        return statements.stream().allMatch(each -> text.startsWith(each.text(), offset(each.position())));
    }

    /** Returns the statement in which a place is. */
    Optional<Statement> statementAt(Script.Position position) {
        int at = offset(position);
        return statements.stream()
                .filter(each -> offset(each.position()) <= at
                        && at < offset(each.position()) + each.text().length())
                .findFirst();
    }

    void replace(Statement statement, Token token, String replacement) {
        int from = offset(statement.position()) + token.offset();
        changes.put(from, new Change(from + token.text().length(), replacement));
    }

    /** Replaces tokens that stand side by side. */
    void replace(Statement statement, List<Token> tokens, String replacement) {
        int start = offset(statement.position());
        Token last = tokens.get(tokens.size() - 1);
        changes.put(
                start + tokens.get(0).offset(),
                new Change(start + last.offset() + last.text().length(), replacement));
    }

    void insertBefore(Statement statement, Token token, String inserted) {
        insert(offset(statement.position()) + token.offset(), inserted);
    }

    void insertBehind(Statement statement, Token token, String inserted) {
        insert(offset(statement.position()) + token.offset() + token.text().length(), inserted);
    }

    private void insert(int at, String inserted) {
        changes.put(at, new Change(at, inserted));
    }

    /** Takes a statement out, with the semicolon and the line end behind it. */
    void remove(Statement statement) {
        int behind = behind(statement);
        int lineEnd = text.startsWith("\r\n", behind) ? 2 : text.startsWith("\n", behind) ? 1 : 0;
        changes.put(offset(statement.position()), new Change(behind + lineEnd, ""));
    }

    /** Takes a statement out that was not meant to have an effect. */
    void leaveOut(Statement statement) {
        remove(statement);
        leftOut.add(offset(statement.position()));
    }

    /** Returns the text as it was meant. */
    String meant() {
        StringBuilder meant = new StringBuilder();
        int at = 0;
        for (int start : leftOut) {
            meant.append(text, at, start);
            at = changes.getOrDefault(start, new Change(start, "")).to();
        }
        return meant.append(text.substring(at)).toString();
    }

    void insertLineBehind(Statement statement, String line) {
        insert(behind(statement), lineEnd() + line);
    }

    /** Gives a statement its own script. */
    void setAlone(Statement statement) {
        alone.add(statement.index());
    }

    /** Adds a script that runs before a statement, and behind those before it. */
    void addBefore(Statement statement, String sql) {
        before.put(statement.index(), sql);
    }

    /** Adds a statement to a script behind all others. */
    void addLater(String role, String sql) {
        later.computeIfAbsent(role, name -> new ArrayList<>()).add(sql);
    }

    private String lineEnd() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** Returns the offset behind a statement and the semicolon that ends it. */
    private int behind(Statement statement) {
        int at = offset(statement.position()) + statement.text().length();
        if (statement.text().endsWith(";")) {
            return at;
        }
        int next = (int) statement.index() + 1;
        int end = next < statements.size() ? offset(statements.get(next).position()) : text.length();
        List<Token> between = Tokens.of(text.substring(at, end), dialect);
        return !between.isEmpty() && between.get(0).isSign(";")
                ? at + between.get(0).offset() + 1
                : at;
    }

    /** Columns are counted in characters, which may be two in a text of Java. */
    private int offset(Script.Position position) {
        int at = 0;
        for (int line = 1; line < position.line(); line++) {
            at = text.indexOf('\n', at) + 1;
        }
        return text.offsetByCodePoints(at, position.column() - 1);
    }

    boolean isChanged() {
        return !changes.isEmpty() || !alone.isEmpty() || !before.isEmpty() || !later.isEmpty();
    }

    /** Returns the scripts that this one becomes, in their order. */
    List<Part> parts() {
        if (alone.isEmpty() && before.isEmpty() && later.isEmpty()) {
            return List.of(new Part("", changed(0, text.length())));
        }
        List<Part> parts = new ArrayList<>();
        int from = 0;
        int behind = 0;
        for (Statement statement : statements) {
            int end = isLast(statement) ? text.length() : behind(statement);
            String sql = before.get(statement.index());
            if (sql != null) {
                add(parts, REST, changed(from, behind));
                add(parts, CONCURRENTLY, sql);
                from = behind;
            }
            if (alone.contains(statement.index())) {
                add(parts, REST, changed(from, behind));
                add(parts, CONCURRENTLY, changed(behind, end));
                from = end;
            }
            behind = end;
        }
        add(parts, REST, changed(from, text.length()));
        later.forEach((role, sql) -> add(parts, role, String.join(lineEnd(), sql)));
        return parts;
    }

    private boolean isLast(Statement statement) {
        return statement.index() == statements.size() - 1;
    }

    private void add(List<Part> parts, String role, String sql) {
        if (!sql.isBlank()) {
            String whole = EMPTY_LINES.matcher(sql).replaceFirst("");
            parts.add(new Part(parts.isEmpty() ? "" : role, whole.endsWith("\n") ? whole : whole + lineEnd()));
        }
    }

    /** Returns a range, in which every change is that begins there. */
    private String changed(int from, int to) {
        StringBuilder changed = new StringBuilder();
        int at = from;
        for (var change : changes.subMap(from, true, to, to == text.length()).entrySet()) {
            changed.append(text, at, change.getKey()).append(change.getValue().replacement());
            at = change.getValue().to();
        }
        return changed.append(text, at, to).toString();
    }
}
