package io.fastmigrate.internal.jdbc.schema;

import io.fastmigrate.Script;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.lock.MigrationLocks;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.port.SchemaInspection.NotLentException;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs scripts on an empty database, and compares its definitions with those of a database that exists. */
public final class SchemaProof {

    private static final int MOST_DIFFERENCES = 20;

    private static final String TO_ADOPT =
            "Leave the statement out in a copy of the directory and specify that copy (--from), or write the whole schema as"
                    + " one script (--squash). Nothing was changed.";

    private final JdbcSource source;
    private final Db db;
    private final SchemaProofs proofs;

    public SchemaProof(JdbcSource source, Db db) {
        this.source = source;
        this.db = db;
        this.proofs = db.dialect().proofs().orElseThrow();
    }

    /** Does what {@link Schemas#dumpWithRows} does, where no program is needed for that. */
    String scriptWithRows() throws SQLException {
        return proofs.scriptWithRows(db.jdbc(), scope());
    }

    /** What works on the empty database. */
    public record Made(Backend<?> backend, MigrationLocks.ConnectionFactory connections) {}

    /** One schema alone where a setting names it. */
    private @Nullable String scope() {
        return source.access().schema() == null ? null : db.schema();
    }

    private SortedMap<String, String> definitions(Db of) throws SQLException {
        return proofs.definitions(of.jdbc(), scope());
    }

    /** Returns a script that makes the schema, where no program is needed for that. */
    String script(List<String> tablesWithData) throws SQLException {
        return proofs.script(db.jdbc(), scope(), tablesWithData);
    }

    /**
     * Proves it, on a database that is gone when this returns.
     *
     * @param reach into that one
     * @return true
     * @throws EnrollFailedException if the scripts do not make the schema
     */
    public boolean prove(AdoptingBackend.Trial trial, Function<JdbcSource, Made> reach) throws SQLException {
        SortedMap<String, String> expected = definitions(db);
        SortedMap<String, String> actual = made(trial, reach);
        if (!definitions(db).equals(expected)) {
            throw Bridge.errors()
                    .enrollFailed(
                            "The schema of " + source.name() + " was changed while it was compared.",
                            "Run the command again when no one else changes it. Nothing was changed.",
                            null);
        }
        compare(expected, actual);
        return true;
    }

    private SortedMap<String, String> made(AdoptingBackend.Trial trial, Function<JdbcSource, Made> reach)
            throws SQLException {
        try {
            requireInside(trial.scripts());
            try (EmptyDatabase empty = EmptyDatabase.beside(source, db, proofs)) {
                Made made = reach.apply(empty.source());
                trial.migration().accept(made.backend());
                try (Db there = made.connections().open(Dialect.Purpose.READ)) {
                    return definitions(there);
                }
            }
        } catch (NotLentException e) {
            throw e.script().isPresent()
                    ? Bridge.errors()
                            .enrollFailed(
                                    "The scripts cannot be tried on an empty database: " + e.getMessage(),
                                    TO_ADOPT,
                                    null)
                    : Bridge.errors()
                            .enrollFailed(
                                    "The schema was not verified, because " + e.getMessage(),
                                    e.advice() + ". Nothing was changed.",
                                    e.getCause());
        }
    }

    /**
     * Runs scripts on an empty database, which is gone when this returns.
     *
     * @return true
     * @throws NotLentException if they reach beyond it
     */
    boolean lend(List<Script> scripts, Consumer<Backend<?>> use, Function<JdbcSource, Made> reach) throws SQLException {
        requireInside(scripts);
        try (EmptyDatabase empty = EmptyDatabase.beside(source, db, proofs)) {
            use.accept(reach.apply(empty.source()).backend());
        }
        return true;
    }

    /** Returns all definitions and privileges. */
    SortedMap<String, String> definitions() throws SQLException {
        SortedMap<String, String> all = definitions(db);
        all.putAll(proofs.privileges(db.jdbc(), scope()));
        return all;
    }

    /** Returns the rows of all tables, each by the name of the table and in a form that can be compared. */
    SortedMap<String, String> allRows() throws SQLException {
        return proofs.allRows(db.jdbc(), scope());
    }

    /** What reaches beyond the empty database would be done to others a second time. */
    private void requireInside(List<Script> scripts) throws SQLException {
        SqlDialect dialect = db.dialect().rules().dialect();
        SchemaInspection.Outside all = proofs.outside(db.jdbc());
        for (Script script : scripts) {
            if (script.kind() != Script.Kind.SQL) {
                continue;
            }
            try (SqlScanner<DialectStatement> scanner =
                    DialectStatements.scan(script.open(), script.location(), dialect)) {
                for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                    Optional<String> outside = all.of(next.text(), next.head());
                    if (outside.isPresent()) {
                        throw NotLentException.reaching(script, next.position(), outside.get());
                    }
                }
            } catch (IOException e) {
                throw Bridge.errors()
                        .enrollFailed(script.location() + " cannot be read: " + e + ".", "Nothing was changed.", e);
            }
        }
    }

    private void compare(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            difference(name, expected.get(name), actual.get(name)).ifPresent(differences::add);
        }
        if (differences.isEmpty()) {
            return;
        }
        List<String> shown = new ArrayList<>(differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
        if (differences.size() > shown.size()) {
            shown.add("and " + (differences.size() - shown.size()) + " more");
        }
        throw Bridge.errors()
                .enrollFailed(
                        source.secrets()
                                .clean("The schema that the script makes differs from the database's schema:\n  "
                                        + String.join("\n  ", shown)),
                        source.access().schema() == null
                                ? "Where other applications have schemas of their own in this database, specify the"
                                        + " one that the scripts make (--schema)."
                                : "Write the script by hand.",
                        null);
    }

    private static Optional<String> difference(String name, @Nullable String expected, @Nullable String actual) {
        if (expected == null) {
            return Optional.of(name + ": only the scripts make it");
        } else if (actual == null) {
            return Optional.of(name + ": the scripts do not make it");
        }
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of(name + ": should be [" + expected + "] but is [" + actual + "]");
    }
}
