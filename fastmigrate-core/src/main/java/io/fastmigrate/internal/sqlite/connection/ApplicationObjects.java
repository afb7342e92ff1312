package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.statement.TransactionRules;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What an application attached, and made temporary, on a connection that is always given back: a database in memory may end
 * with it, so that it cannot be ended where a script took something away.
 */
public final class ApplicationObjects {

    private final ConnectionState state;

    private ApplicationObjects(ConnectionState state) {
        this.state = state;
    }

    /** Reads them; empty for a connection that is ours, or that can be ended. */
    public static Optional<ApplicationObjects> of(Connection connection) throws SQLException {
        Optional<LentState> lent = LentState.of(connection);
        return lent.isPresent() && lent.get().isInMemory()
                ? Optional.of(new ApplicationObjects(lent.get().state()))
                : Optional.empty();
    }

    /** Returns what of the application's a statement takes away, as the end of a sentence; empty for nothing. */
    public Optional<String> takenBy(StatementFacts facts) {
        if (!TransactionRules.mayTakeFromConnection(facts)) {
            return Optional.empty();
        }
        if (facts.kind() == StatementKind.DETACH) {
            return state.attached().stream()
                    .filter(database -> facts.name() == null || SqliteNames.same(database, facts.name()))
                    .filter(database -> !database.equals("main"))
                    .findFirst()
                    .map(database -> "the attached database " + database);
        }
        if (facts.kind() == StatementKind.PRAGMA) {
            boolean changes = !state.settings().getOrDefault("temp_store", "").equals(tempStore(facts));
            return changes ? state.temporary().stream().findFirst().map(ApplicationObjects::words) : Optional.empty();
        }
        return state.temporary().stream()
                .filter(object -> facts.name() != null
                        && SqliteNames.same(object, ConnectionState.temporary(typeOf(facts.kind()), facts.name())))
                .findFirst()
                .map(ApplicationObjects::words);
    }

    /** SQLite looks at the first letter where it is a digit, and takes other words than these for the default. */
    private static String tempStore(StatementFacts facts) {
        String value = SqliteNames.fold(String.valueOf(facts.value()));
        return switch (value) {
            case "file" -> "1";
            case "memory" -> "2";
            default -> !value.isEmpty() && "12".indexOf(value.charAt(0)) >= 0 ? value.substring(0, 1) : "0";
        };
    }

    private static String typeOf(StatementKind kind) {
        return switch (kind) {
            case DROP_VIEW -> "view";
            case DROP_TRIGGER -> "trigger";
            default -> "table";
        };
    }

    private static String words(String object) {
        return "the temporary " + object;
    }

    /** Returns what of it is not there any more, inside a transaction too; empty where all is. */
    public Optional<String> missing(Connection connection) throws SQLException {
        List<String> now = ConnectionState.temporary(connection);
        return state.temporary().stream()
                .filter(object -> !now.contains(object))
                .findFirst()
                .map(ApplicationObjects::words);
    }
}
