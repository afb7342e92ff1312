package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A database, tablespace or subscription that is made or dropped, or a value that a type gets: it is there as the statement
 * says, or it is not there. One of the same name that says something else, or of which not all can be seen, is asked about.
 */
final class ClusterObjectProbe implements StatementProbe {

    /**
     * What is looked for.
     *
     * @param question finds its number and all that the catalogue says of it
     * @param same a condition that holds where it is exactly what the statement makes; empty where nothing tells
     */
    private record Wanted(String question, String same, List<Object> parameters) {}

    private final Connection connection;
    private final Wanted wanted;
    private final boolean drops;

    private ClusterObjectProbe(Connection connection, Wanted wanted, boolean drops) {
        this.connection = connection;
        this.wanted = wanted;
        this.drops = drops;
    }

    /** Reads a statement; empty for all others. */
    static Optional<StatementProbe> of(Connection connection, String text) {
        PostgresNames names = PostgresNames.all(text);
        if (names.accept("ALTER", "TYPE")) {
            return value(connection, names);
        }
        boolean drops = names.accept("DROP");
        if (!drops && !names.accept("CREATE")) {
            return Optional.empty();
        }
        String kind = names.take();
        names.accept("IF", "EXISTS");
        String name = PostgresNames.last(names.name());
        Wanted wanted = switch (kind) {
            case "DATABASE" ->
                new Wanted(
                        "SELECT o.oid FROM pg_database o WHERE o.datname = ?",
                        names.isAtEnd()
                                ? " AND o.datdba = current_user::regrole AND (o.encoding, o.datcollate, o.datctype) ="
                                        + " (SELECT t.encoding, t.datcollate, t.datctype FROM pg_database t WHERE t.datname ="
                                        + " 'template1')"
                                : "",
                        List.of(name));
            case "TABLESPACE" ->
                new Wanted("SELECT o.oid FROM pg_tablespace o WHERE o.spcname = ?", located(names), List.of(name));
            case "SUBSCRIPTION" ->
                new Wanted("SELECT o.oid FROM pg_subscription o WHERE o.subname = ?", "", List.of(name));
            default -> null;
        };
        return wanted == null || name.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClusterObjectProbe(connection, wanted, drops));
    }

    private static String located(PostgresNames names) {
        boolean plain = names.accept("LOCATION");
        String place = names.take();
        return plain && place.matches("'[^'\\\\]*'") && names.isAtEnd()
                ? " AND o.spcowner = current_user::regrole AND pg_tablespace_location(o.oid) = " + place
                : "";
    }

    /** A value that stands at the end, where it was added, was added. */
    private static Optional<StatementProbe> value(Connection connection, PostgresNames names) {
        String type = names.name();
        boolean adds = names.accept("ADD", "VALUE");
        boolean again = names.accept("IF", "NOT", "EXISTS");
        String value = names.take();
        if (!adds || !value.matches("'[^'\\\\]*'")) {
            return Optional.empty();
        } else if (again) {
            return Optional.of(StatementProbe.none(Outcome.NOT_DONE));
        }
        String last = names.isAtEnd()
                ? " AND o.enumsortorder = (SELECT max(l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = o.enumtypid)"
                : "";
        Wanted wanted = new Wanted(
                "SELECT o.oid FROM pg_enum o WHERE o.enumtypid = to_regtype(?) AND o.enumlabel = " + value,
                last,
                List.of(type));
        return Optional.of(new ClusterObjectProbe(connection, wanted, false));
    }

    @Override
    public String snapshot() throws SQLException {
        return StatementProbe.digest(
                Rows.print(connection, wanted.question(), wanted.parameters().toArray()));
    }

    private boolean isThere(String and) throws SQLException {
        return Rows.text(
                        connection, wanted.question() + and, wanted.parameters().toArray())
                .isPresent();
    }

    @Override
    public Outcome outcome(String before) throws SQLException {
        if (!before.isEmpty() && snapshot().equals(before)) {
            return Outcome.NOT_DONE;
        } else if (!isThere("")) {
            return drops ? Outcome.DONE : Outcome.NOT_DONE;
        } else if (drops) {
            return before.isEmpty() ? Outcome.NOT_DONE : Outcome.UNKNOWN;
        }
        return !wanted.same().isEmpty() && isThere(wanted.same()) ? Outcome.DONE : Outcome.UNKNOWN;
    }

    @Override
    public String howToTell() {
        return "Check whether it exists, with the same definition (\\l, \\db, \\dRs, \\dT+ in psql).";
    }
}
