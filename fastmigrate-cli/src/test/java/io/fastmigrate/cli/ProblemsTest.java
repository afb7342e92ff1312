package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/errors");
    private static final Script SCRIPT = Script.resource(
            new Version(7),
            "0007-add.sql",
            Script.Kind.SQL,
            "m/0007-add.sql",
            () -> new ByteArrayInputStream(new byte[0]));
    private static final HistoryEntry ENTRY = new HistoryEntry(
            new Version(5),
            new Version(6),
            "0006-first.sql",
            Script.Kind.SQL,
            "ab12",
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofMillis(8),
            "me@here");
    private static final Report REPORT = new Report(
            new Version(5), new Version(6), List.of(ENTRY), Optional.empty(), Duration.ofMillis(9), List.of());

    private static final List<FastMigrateException> EXAMPLES = List.of(
            new BackupFailedException("The backup failed.", "Make room.", null),
            new ChangedScriptException(SCRIPT, ENTRY),
            new DatabaseAheadException("/srv/x.db", new Version(9), new Version(7)),
            new DatabaseBehindException("/srv/x.db", new Version(6), List.of(SCRIPT)),
            new DatabaseManagedException("/srv/x.db", new Version(9)),
            new DatabaseNotFoundException("/srv/x.db"),
            new DatabaseUnmanagedException("/srv/x.db", "Enroll it."),
            new DatabaseUnusableException(
                    "/srv/x.db", DatabaseUnusableException.Problem.NOT_A_DATABASE, "No database.", "Look.", null),
            new EnrollFailedException("A table is odd.", "Change it.", null),
            fleetFailed(),
            new InvalidScriptException(
                    List.of("m/0003-a.sql", "m/0003-b.sql"), new Script.Position(2, 3), "Two.", "Rename one."),
            new InvalidSettingException("Nonsense.", "Correct it."),
            new LateScriptException(SCRIPT, new Version(8), new Version(9)),
            new LockTimeoutException("Locked.", Duration.ofSeconds(60), "process 12", null),
            MigrationInterruptedException.during(SCRIPT, "It was rolled back.", REPORT),
            new MigrationsNotFoundException("/srv/m", "Nothing there.", "Make it.", null),
            new RebuildFailedException("There is no table x.", "Its tables are: y.", null),
            new ScriptFailedException(
                    REPORT,
                    SCRIPT,
                    new Script.Position(4, 2),
                    new ScriptFailedException.Text("m/0007-add.sql:4:2: near \"x\"", "Correct it and migrate again."),
                    null));

    private static FleetFailedException fleetFailed() {
        Fleet.Report.Outcome failed = new Fleet.Report.Outcome(
                "/srv/t/b.db",
                Fleet.Report.State.FAILED,
                Optional.empty(),
                Optional.of(new DatabaseNotFoundException("/srv/t/b.db")));
        Fleet.Report.Outcome done = new Fleet.Report.Outcome(
                "/srv/t/a.db", Fleet.Report.State.MIGRATED, Optional.of(new Version(6)), Optional.empty());
        return catchThrowableOfType(
                FleetFailedException.class, new Fleet.Report(List.of(done, failed), Duration.ofMillis(9))::orThrow);
    }

    @Test
    void everyErrorOfTheCoreHasANameAndAnExample() {
        List<String> examples =
                EXAMPLES.stream().map(error -> error.getClass().getName()).toList();

        assertThat(leaves(FastMigrateException.class)).isNotEmpty().allSatisfy(type -> {
            assertThat(Problems.isKnown(type)).as("%s has a name", type).isTrue();
            assertThat(examples).contains(type.getName());
        });
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Stream<Class<?>> self = Modifier.isAbstract(type.getModifiers()) ? Stream.empty() : Stream.of(type);
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? self
                : Stream.concat(self, Arrays.stream(permitted).flatMap(ProblemsTest::leaves));
    }

    @TestFactory
    Stream<DynamicTest> eachErrorIsToldAsRecorded() {
        return EXAMPLES.stream()
                .map(error -> DynamicTest.dynamicTest(Problems.name(error), () -> {
                    String told = told(error, false) + "--- exit code "
                            + Problems.exitCode(error).number() + "\n" + told(error, true);
                    Path golden = GOLDEN.resolve(Problems.name(error) + ".txt");
                    if (Boolean.getBoolean("golden.update")) {
                        Files.writeString(golden, told);
                    }
                    assertThat(told).isEqualTo(Files.readString(golden));
                    JsonNode json = JsonMapper.builder().build().readTree(told(error, true));
                    assertThat(json.get("error").get("type").stringValue()).isEqualTo(Problems.name(error));
                    assertThat(json.get("error").get("message").stringValue()).isEqualTo(error.getMessage());
                }));
    }

    @Test
    void aDefectIsNamedAsOneAndShowsItsTraceOnlyWhenAsked() {
        IllegalStateException defect = new IllegalStateException("boom");

        assertThat(told(defect, false))
                .startsWith("Error: Unexpected: java.lang.IllegalStateException: boom\n")
                .doesNotContain("\tat ");
        assertThat(Problems.exitCode(defect)).isEqualTo(ExitCode.FAILED);
    }

    /** Lets a command fail by an error and returns what it prints. */
    private static String told(RuntimeException error, boolean json) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
        Command failing = new Command(Terminal.plain(stream, stream, Path.of(""))) {
            @Override
            ExitCode run() {
                throw error;
            }

            @Override
            boolean json() {
                return json;
            }

            @Override
            String name() {
                return "migrate";
            }
        };
        assertThat(failing.call()).isEqualTo(Problems.exitCode(error).number());
        return text.toString(StandardCharsets.UTF_8);
    }
}
