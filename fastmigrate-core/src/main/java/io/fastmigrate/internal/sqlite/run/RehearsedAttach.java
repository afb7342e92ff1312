package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Script;
import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import java.sql.SQLException;

/**
 * A rehearsal has a copy of the database that is migrated, and of no other: what a script did in a file that it attaches would
 * stay, and the file may be the very database that is rehearsed for. The same holds for the proof of an adoption.
 */
final class RehearsedAttach {

    private static final String MESSAGE =
            "a rehearsed script must not attach another database file, because its changes there would stay.";
    private static final String ADVICE =
            "Test this script on copies of both databases, with the name of the copy in ATTACH.";

    private RehearsedAttach() {}

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
        if (SqliteStatements.readable(sql).stream().anyMatch(next -> next.kind() == StatementKind.ATTACH)) {
            throw StepFailedException.at(null, MESSAGE, ADVICE, null);
        }
    }
}
