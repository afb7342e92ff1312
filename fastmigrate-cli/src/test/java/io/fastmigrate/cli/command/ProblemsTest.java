package io.fastmigrate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    private static final Script SCRIPT = Bridge.values()
            .scriptOfResource(
                    new Version(7),
                    "0007-add.sql",
                    Script.Kind.SQL,
                    "m/0007-add.sql",
                    () -> new ByteArrayInputStream(new byte[0]));
    private static final HistoryEntry ENTRY = HistoryEntry.of(
                    new Version(5),
                    new Version(6),
                    "0006-first.sql",
                    Script.Kind.SQL,
                    "ab12",
                    Instant.parse("2026-01-02T03:04:05Z"))
            .withTook(Duration.ofMillis(8))
            .withAppliedBy("me@here");
    private static final Report REPORT = Bridge.values()
            .report(new Version(5), new Version(6), List.of(ENTRY), Optional.empty(), Duration.ofMillis(9), List.of());

    private static final List<FastMigrateException> EXAMPLES = List.of(
            Bridge.errors().backupFailed("The backup failed.", "Make room.", null),
            Bridge.errors().changedScript(SCRIPT, ENTRY),
            Bridge.errors().databaseAhead("/srv/x.db", new Version(9), new Version(7)),
            Bridge.errors().databaseBehind("/srv/x.db", new Version(6), List.of(SCRIPT)),
            Bridge.errors().databaseManaged("/srv/x.db", new Version(9)),
            Bridge.errors().databaseNotFound("/srv/x.db"),
            Bridge.errors().databaseUnmanaged("/srv/x.db", "Enroll it."),
            Bridge.errors()
                    .databaseUnusable(
                            "/srv/x.db",
                            DatabaseUnusableException.Problem.NOT_A_DATABASE,
                            "No database.",
                            "Look.",
                            null),
            Bridge.errors().enrollFailed("A table is odd.", "Change it.", null),
            fleetFailed(),
            Bridge.errors()
                    .invalidScript(
                            List.of("m/0003-a.sql", "m/0003-b.sql"), new Script.Position(2, 3), "Two.", "Rename one."),
            InvalidSettingException.of("Nonsense.", "Correct it."),
            Bridge.errors().lateScript(SCRIPT, new Version(8), new Version(9)),
            Bridge.errors().lockTimeout("Locked.", Duration.ofSeconds(60), "process 12", null),
            Bridge.errors().interruptedDuring(SCRIPT, "It was rolled back.", REPORT),
            Bridge.errors().migrationsNotFound("/srv/m", "Nothing there.", "Make it.", null),
            Bridge.errors().rebuildFailed("There is no table x.", "The database has these tables: y.", null),
            Bridge.errors()
                    .scriptFailed(
                            REPORT,
                            SCRIPT,
                            new Script.Position(4, 2),
                            "m/0007-add.sql:4:2: near \"x\"",
                            "Correct it and migrate again.",
                            null));

    private static FleetFailedException fleetFailed() {
        Fleet.Report.Outcome failed = Bridge.values()
                .outcome(
                        "/srv/t/b.db",
                        Fleet.Report.State.FAILED,
                        Optional.empty(),
                        Optional.of(Bridge.errors().databaseNotFound("/srv/t/b.db")));
        Fleet.Report.Outcome done = Bridge.values()
                .outcome("/srv/t/a.db", Fleet.Report.State.MIGRATED, Optional.of(new Version(6)), Optional.empty());
        return catchThrowableOfType(
                FleetFailedException.class,
                Bridge.values().fleetReport(List.of(done, failed), Duration.ofMillis(9))::orThrow);
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

    @Test
    void everyErrorIsInThePageOnJson() throws IOException {
        String page = Files.readString(Path.of("../docs/json.md"));

        assertThat(EXAMPLES).allSatisfy(error -> assertThat(page).contains("\n| `" + Problems.name(error) + "` |"));
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
            public ExitCode run() {
                throw error;
            }

            @Override
            protected boolean json() {
                return json;
            }

            @Override
            protected String name() {
                return "migrate";
            }
        };
        assertThat(failing.call()).isEqualTo(Problems.exitCode(error).number());
        return text.toString(StandardCharsets.UTF_8);
    }
}
