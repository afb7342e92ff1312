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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal has a copy of the database that is migrated, and of no other: what a script did in a file that it attaches would
 * stay, and the file may be the very database that is rehearsed for. The same holds for the proof of an adoption, and for a database
 * that is made from the scripts in order to look at its schema.
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

    private static final String SHADOW_ADVICE =
            "Take the statement out of the scripts, and run it by itself where it is needed.";

    /** What is refused, in the words of the one who wanted to try the script. */
    private enum Trial {
        REHEARSAL(MESSAGE, ADVICE, VACUUM_MESSAGE, VACUUM_ADVICE),
        SHADOW(
                "scripts that are run on a temporary database must not attach another database file, because their changes"
                        + " there would stay.",
                SHADOW_ADVICE,
                "scripts that are run on a temporary database must not write another file with VACUUM INTO, because it"
                        + " would stay.",
                SHADOW_ADVICE);

        private final String attach;
        private final String attachAdvice;
        private final String vacuum;
        private final String vacuumAdvice;

        Trial(String attach, String attachAdvice, String vacuum, String vacuumAdvice) {
            this.attach = attach;
            this.attachAdvice = attachAdvice;
            this.vacuum = vacuum;
            this.vacuumAdvice = vacuumAdvice;
        }

        static Optional<Trial> of(SqliteConnection db) throws SQLException {
            if (db.isRehearsal()) {
                return Optional.of(REHEARSAL);
            }
            return db.isShadow() ? Optional.of(SHADOW) : Optional.empty();
        }

        StepFailedException attaching(Script.@Nullable Position position) {
            return StepFailedException.at(position, attach, attachAdvice, null);
        }

        StepFailedException writing(Script.@Nullable Position position) {
            return StepFailedException.at(position, vacuum, vacuumAdvice, null);
        }
    }

    private RehearsedAttach() {}

    /** Fails where a script is only tried if a statement is going to make or open another file. */
    static void requireNoOtherFile(SqliteConnection db, SqlStatement statement) throws SQLException {
        Optional<Trial> trial = Trial.of(db);
        if (trial.isEmpty()) {
            return;
        }
        List<SqlToken> tokens = SqlToken.read(statement.text());
        if (writesFile(statement.kind(), tokens)) {
            throw trial.get().writing(statement.position());
        }
        if (statement.kind() == StatementKind.ATTACH && isOnDisk(file(db.jdbc(), tokens))) {
            throw trial.get().attaching(statement.position());
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
        Optional<Trial> trial = Trial.of(db);
        if (trial.isPresent() && !Sql.string(db.jdbc(), attached).equals("0")) {
            throw trial.get().attaching(position);
        }
    }

    /** Returns what looks at the texts of a Java migration. */
    static GuardedConnection.SqlCheck check(SqliteConnection db) throws SQLException {
        Optional<Trial> trial = Trial.of(db);
        return trial.isPresent() ? sql -> checkTried(sql, trial.get()) : JavaTransaction::check;
    }

    private static void checkTried(String sql, Trial trial) throws SQLException {
        JavaTransaction.check(sql);
        for (SqlStatement statement : SqliteStatements.readable(sql)) {
            if (statement.kind() == StatementKind.ATTACH) {
                throw trial.attaching(null);
            }
            if (writesFile(statement.kind(), SqlToken.read(statement.text()))) {
                throw trial.writing(null);
            }
        }
    }
}
