package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.Excerpt;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Written;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the names in double quotes that SQLite takes for texts, since there is no such column: misspelt or not made yet,
 * they would fail in any other quotes. So a statement is prepared once more with backticks in their place.
 */
final class NamesAsTexts {

    /** With more of them no one reads on. */
    private static final int MOST = 10;

    /** In characters. Longer ones are data. */
    private static final int LONGEST_STATEMENT = 4_000_000;

    private static final int LONGEST_NAME = 60;

    /** Behind these words stands no column. */
    private static final Set<String> BEFORE_OTHERS =
            Set.of("INTO", "UPDATE", "FROM", "JOIN", "TABLE", "INDEX", "VIEW", "AS", "EXISTS");

    private final Connection connection;
    private final String location;
    private final List<Warning> warnings = new ArrayList<>();

    NamesAsTexts(Connection connection, String location) {
        this.connection = connection;
        this.location = location;
    }

    /** Tells, without looking at the schema, whether the statement could have some. */
    boolean arePossibleIn(SqlStatement statement) {
        return warnings.size() < MOST
                && statement.insertHead() == null
                && isPreparedWhole(statement.kind())
                && statement.text().indexOf('"') >= 0
                && statement.text().length() <= LONGEST_STATEMENT;
    }

    private static boolean isPreparedWhole(StatementKind kind) {
        return switch (kind) {
            case INSERT, UPDATE, DELETE, SELECT, CREATE_INDEX, CREATE_VIEW, CREATE_TABLE, CREATE_TABLE_AS -> true;
            default -> false;
        };
    }

    /** Looks at a statement that is about to run; what runs before it must have run. */
    void look(SqlStatement statement) {
        List<SqlToken> tokens = SqlToken.read(statement.text());
        int first = statement.kind() == StatementKind.CREATE_VIEW ? definition(tokens) : 0;
        List<Integer> names = names(tokens, first, statement.kind() == StatementKind.INSERT);
        if (names.isEmpty() || !isColumnMissing(tokens, first, names) || !prepares(tokens, first)) {
            return;
        }
        List<Integer> left = names;
        while (warnings.size() < MOST && !left.isEmpty() && isColumnMissing(tokens, first, left)) {
            int known = 0;
            int missing = left.size();
            while (missing - known > 1) {
                int middle = (known + missing) / 2;
                if (isColumnMissing(tokens, first, left.subList(0, middle))) {
                    missing = middle;
                } else {
                    known = middle;
                }
            }
            warn(statement, tokens, left.get(missing - 1));
            left = left.subList(missing, left.size());
        }
    }

    /** SQLite looks up the names in a view only once it is used: so its query is what is looked at. */
    private static int definition(List<SqlToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isWord("AS")) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    /** Returns which tokens are names in double quotes where a column may stand alone. */
    private static List<Integer> names(List<SqlToken> tokens, int first, boolean inserts) {
        List<Integer> names = new ArrayList<>();
        for (int i = inserts ? behindColumns(tokens) : first; i < tokens.size(); i++) {
            SqlToken before = i == 0 ? tokens.get(tokens.size() - 1) : tokens.get(i - 1);
            boolean part = before.type() == TokenType.DOT
                    || tokens.get(Math.min(i + 1, tokens.size() - 1)).type() == TokenType.DOT;
            boolean other =
                    before.type() == TokenType.WORD && BEFORE_OTHERS.stream().anyMatch(before::isWord);
            if (isInDoubleQuotes(tokens.get(i)) && !part && !other) {
                names.add(i);
            }
        }
        return names;
    }

    /** Returns where the list of columns ends that an INSERT may have; 0 if it has none. */
    private static int behindColumns(List<SqlToken> tokens) {
        int i = 0;
        while (i < tokens.size() && !tokens.get(i).isWord("INTO")) {
            if (tokens.get(i).isWord("WITH")) {
                return 0;
            }
            i++;
        }
        i += tokens.size() > i + 2 && tokens.get(i + 2).type() == TokenType.DOT ? 4 : 2;
        if (i >= tokens.size() || tokens.get(i).type() != TokenType.OPEN) {
            return 0;
        }
        while (i < tokens.size() && tokens.get(i).type() != TokenType.CLOSE) {
            i++;
        }
        return i;
    }

    private static boolean isInDoubleQuotes(SqlToken token) {
        return token.type() == TokenType.QUOTED_NAME && token.text().charAt(0) == '"';
    }

    private boolean isColumnMissing(List<SqlToken> tokens, int first, List<Integer> names) {
        List<SqlToken> strict = new ArrayList<>(tokens);
        for (int each : names) {
            SqlToken token = tokens.get(each);
            String name = token.name().orElseThrow().replace("`", "``");
            strict.set(each, new SqlToken(token.type(), token.blank(), '`' + name + '`'));
        }
        try {
            prepare(strict, first);
            return false;
        } catch (SQLException e) {
            return SqliteErrors.message(e).contains("no such column");
        }
    }

    private boolean prepares(List<SqlToken> tokens, int first) {
        try {
            prepare(tokens, first);
            return true;
        } catch (SQLException e) {
            // The statement itself is about to meet the same.
            return false;
        }
    }

    private void prepare(List<SqlToken> tokens, int first) throws SQLException {
        try (PreparedStatement prepared =
                connection.prepareStatement(SqlToken.join(tokens.subList(first, tokens.size())))) {
            prepared.clearWarnings();
        }
    }

    private void warn(SqlStatement statement, List<SqlToken> tokens, int index) {
        SqlToken token = tokens.get(index);
        String before = SqlToken.join(tokens.subList(0, index)) + token.blank();
        Written written = statement.written();
        Script.Position position =
                Excerpt.position(statement.position(), written.text(), written.offset(before.length()));
        warnings.add(Bridge.values()
                .warning(
                        Warning.Kind.NAME_AS_TEXT,
                        location + ":" + position + ": SQLite reads "
                                + shortened(token.text())
                                + " as a string, because there is no such column. Put a string in single quotes; for"
                                + " a column, write the name of one that exists."
                                + (warnings.size() == MOST - 1 ? " The rest of this script was not checked." : "")));
    }

    private static String shortened(String name) {
        String inOneLine = name.replaceAll("\\R", " ");
        return inOneLine.codePointCount(0, inOneLine.length()) <= LONGEST_NAME
                ? inOneLine
                : inOneLine.substring(0, inOneLine.offsetByCodePoints(0, LONGEST_NAME)) + "...\"";
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }
}
