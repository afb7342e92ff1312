package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** What has to be done after a failure never takes its place. */
class AfterwardsTest {

    /** Leaves nothing with which anything could be put in order. */
    private record Closes(Optional<Exception> failure) implements JavaMigration {

        @Override
        public Version version() {
            return new Version(1);
        }

        @Override
        public String description() {
            return "closes";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            connection.unwrap(SQLiteConnection.class).close();
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    @TempDir
    Path directory;

    @Test
    void theFirstFailureIsToldAndTheSecondAttached() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThatThrownBy(
                            () -> Afterwards.run(connection, () -> Sql.string(connection, "SELECT first"), "ROLLBACK"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("first")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(second -> assertThat(second).hasMessageContaining("no transaction")));
            assertThatThrownBy(() -> Afterwards.run(connection, () -> "done", "ROLLBACK"))
                    .hasMessageContaining("no transaction");
            assertThat(Afterwards.run(connection, () -> "done", "BEGIN; ROLLBACK"))
                    .isEqualTo("done");
        }
    }

    @Test
    void aMigrationThatClosesTheDriversConnectionIsToldWithItsOwnFailure() {
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        Map<Optional<Exception>, String> told = Map.of(
                Optional.of(new IllegalStateException("what really happened")), "what really happened",
                Optional.of(new SQLException("what really happened")), "what really happened",
                Optional.empty(), "closed the driver's connection");
        told.forEach((failure, message) -> assertThatThrownBy(sandbox.builder()
                        .javaMigrations(List.of(new Closes(failure)))
                        .build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining(message));
        assertThat(sandbox.builder().build().version()).isEqualTo(Version.ZERO);
    }
}
