package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Script;
import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A rehearsal has a copy of the database that is migrated, and of no other: what a script did in a file that it attaches would
 * stay, and the file may be the very database that is rehearsed for. The same holds for the proof of an adoption.
 */
final class RehearsedAttach {

    private static final String MESSAGE =
            "a rehearsed script must not attach another database file, because its changes there would stay.";
    private static final String ADVICE =
            "Test this script on copies of both databases, with the name of the copy in ATTACH.";

    private static final String VACUUM_MESSAGE =
            "a rehearsed script must not write another file with VACUUM INTO, because it would stay.";
    private static final String VACUUM_ADVICE =
            "Rehearse without this statement. Where a copy of before the run is meant, leave it to the option --backup.";

    private RehearsedAttach() {}

    /** Fails where a script is only tried if a statement is going to make or open another file. */
    static void requireNoOtherFile(SqliteConnection db, SqlStatement statement) throws SQLException {
        if (!db.isRehearsal()) {
            return;
        }
        List<SqlToken> tokens = SqlToken.read(statement.text());
        if (writesFile(statement.kind(), tokens)) {
            throw StepFailedException.at(statement.position(), VACUUM_MESSAGE, VACUUM_ADVICE, null);
        }
        if (statement.kind() == StatementKind.ATTACH && isOnDisk(file(db.jdbc(), tokens))) {
            throw StepFailedException.at(statement.position(), MESSAGE, ADVICE, null);
        }
    }

    private static boolean writesFile(StatementKind kind, List<SqlToken> tokens) {
        return kind == StatementKind.VACUUM && tokens.stream().anyMatch(token -> token.isWord("INTO"));
    }

    /** Computes what is between {@code ATTACH} and {@code AS}; a name alone is its own text. Empty where that fails. */
    private static String file(Connection connection, List<SqlToken> tokens) {
        int from = tokens.size() > 1 && tokens.get(1).isWord("DATABASE") ? 2 : 1;
        int to = from;
        for (int i = from; i < tokens.size(); i++) {
            to = tokens.get(i).isWord("AS") ? i : to;
        }
        if (to - from == 1) {
            return tokens.get(from).name().orElse("");
        }
        try {
            return Sql.string(connection, "SELECT " + SqlToken.join(tokens.subList(from, to)));
        } catch (SQLException e) {
            // ATTACH fails of the same.
            return "";
        }
    }

    private static boolean isOnDisk(String file) {
        return !file.isEmpty()
                && !file.startsWith(":memory:")
                && !file.matches("file::memory:.*|file:.*[?&]mode=memory.*");
    }

    /** Fails where a script is only tried if a file is attached; databases in memory may be. */
    static void requireNoFile(SqliteConnection db, Script.Position position) throws SQLException {
        String attached = "SELECT count(*) FROM pragma_database_list WHERE seq > 1 AND file <> ''";
        if (db.isRehearsal() && !Sql.string(db.jdbc(), attached).equals("0")) {
            throw StepFailedException.at(position, MESSAGE, ADVICE, null);
        }
    }

    /** Returns what looks at the texts of a Java migration. */
    static GuardedConnection.SqlCheck check(SqliteConnection db) throws SQLException {
        return db.isRehearsal() ? RehearsedAttach::checkRehearsed : JavaTransaction::check;
    }

    private static void checkRehearsed(String sql) throws SQLException {
        JavaTransaction.check(sql);
        for (SqlStatement statement : SqliteStatements.readable(sql)) {
            if (statement.kind() == StatementKind.ATTACH) {
                throw StepFailedException.at(null, MESSAGE, ADVICE, null);
            }
            if (writesFile(statement.kind(), SqlToken.read(statement.text()))) {
                throw StepFailedException.at(null, VACUUM_MESSAGE, VACUUM_ADVICE, null);
            }
        }
    }
}
