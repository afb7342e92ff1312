package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.schema.DriftFix;
import io.fastmigrate.schema.DriftFix.Drops;
import io.fastmigrate.schema.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that end what {@link ServerDriftTest} finds. */
abstract class ServerFixTest {

    @TempDir
    Path directory;

    private final String name;

    /** Changes for which a person writes the script that undoes them. */
    private final Set<String> notUndone;

    /** Changes for which a person writes the script that makes them. */
    private final Set<String> notAdopted;

    @SuppressWarnings("NullAway") // set before each test
    ServerFixTest(String name, Set<String> notUndone, Set<String> notAdopted) {
        this.name = name;
        this.notUndone = notUndone;
        this.notAdopted = notAdopted;
    }

    abstract String newDatabase() throws Exception;

    /** Runs a script as its head says. */
    abstract void run(Workshop db, String script) throws Exception;

    final Workshop migrated(String script) throws Exception {
        Workshop db = new Workshop(newDatabase(), directory);
        db.script("0001-all.sql", script);
        db.migrate();
        return db;
    }

    static Schema schema(Workshop db) {
        return Schema.of(db.builder().build());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void writesAVerifiedScriptOrNamesTheObject(String byHand, String expected) throws Exception {
        Workshop db = migrated(Files.readString(Path.of("src/test/resources/drift/" + name + ".sql")));
        for (String statement : byHand.split("; ", -1)) {
            db.execute(statement);
        }
        if (notUndone.contains(byHand)) { // to undo one, the script that makes it is verified too
            check(notAdopted.contains(byHand), expected, () -> schema(db).planAdoption(Drops.ALLOW));
        }
        String undo =
                check(notUndone.contains(byHand), expected, () -> schema(db).planUndo(Drops.ALLOW));
        if (!undo.isEmpty()) {
            run(db, undo);
            assertThat(schema(db).drift().differences()).isEmpty();
        }
    }

    /** Returns the script; an empty one where it must be refused, and is. */
    private static String check(boolean refused, String expected, Supplier<DriftFix> fix) {
        if (!refused) {
            return fix.get().script();
        }
        DatabaseUnusableException refusal = catchThrowableOfType(DatabaseUnusableException.class, fix::get);
        assertThat(refusal).hasMessageContaining(expected.substring(expected.indexOf(' ') + 1));
        return "";
    }

    static CommandLine.Result drift(Workshop db, String... options) throws Exception {
        return CommandLine.run(
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        "drift",
                                        "--db",
                                        db.url(),
                                        "--migrations",
                                        db.directory().toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }
}
