package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backups stay, whatever names, zones and clocks say. */
class KeptBackupsTest {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void migrateToVersionOne() throws IOException {
        sandbox = Sandbox.in(directory).script("0001-create.sql", "CREATE TABLE t (a);");
        sandbox.managed().migrate();
    }

    private Path backUp(int keep) {
        return sandbox.builder().keepBackups(keep).build().backUp();
    }

    private List<Path> listed() {
        return sandbox.builder().build().backups();
    }

    private Path file(String stamp, Instant written) throws IOException {
        Path file = Files.writeString(directory.resolve("app.db." + stamp + ".backup"), "a backup");
        Files.setLastModifiedTime(file, FileTime.from(written));
        return file;
    }

    private static String stamp(Instant made, ZoneId zone) {
        return STAMP.format(LocalDateTime.ofInstant(made, zone));
    }

    @Test
    void areNamedInUtc() {
        Instant before = Instant.now();
        String name = String.valueOf(backUp(0).getFileName());
        List<String> possible = new ArrayList<>();
        for (int second = 0; second <= Duration.between(before, Instant.now()).toSeconds() + 1; second++) {
            possible.add("app.db." + stamp(before.plusSeconds(second), ZoneOffset.UTC) + ".backup");
        }
        assertThat(possible).contains(name);
    }

    @Test
    void takeWhatSqliteKeptBesideThemAlong() throws Exception {
        Path old = backUp(0);
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            Files.writeString(Path.of(old + suffix), "x");
        }
        Path neighbour = Files.writeString(Path.of(old + "-walter"), "not SQLite's");
        Path made = backUp(1);
        assertThat(listed()).containsExactly(made);
        assertThat(Sandbox.names(directory))
                .contains(neighbour.getFileName().toString())
                .noneMatch(name -> name.startsWith(old.getFileName() + "-") && !name.endsWith("-walter"));
    }

    /** Another user of the same group has to be able to hold and to prune, as with the database itself. */
    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw-------"})
    @DisabledOnOs(OS.WINDOWS)
    void areHeldByALockThatOpensToWhoMayOpenTheDatabase(String permissions) throws Exception {
        Files.setPosixFilePermissions(sandbox.database(), PosixFilePermissions.fromString(permissions));
        sandbox.script("0002-more.sql", "SELECT 1;");
        List<String> seen = new ArrayList<>();
        sandbox.builder()
                .backUpFirst()
                .listener(new MigrationListener() {
                    @Override
                    public void onStarted(Plan.Step step) {
                        try {
                            seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                    Path.of(sandbox.database() + ".backup.held.fastmigrate.lock"))));
                        } catch (IOException e) {
                            seen.add(e.toString());
                        }
                    }
                })
                .build()
                .migrate();
        assertThat(seen).containsExactly(permissions);
    }

    /** A clock that was wrong, or a name of another program's making. */
    @ParameterizedTest
    @ValueSource(ints = {-400, 0, 30_000})
    void theOneJustMadeStaysWhateverTheOthersAreCalled(int daysFromNow) throws IOException {
        Path other = file("20990101_000000", Instant.now().plus(Duration.ofDays(daysFromNow)));

        Path made = backUp(1);

        assertThat(made).exists();
        assertThat(other).doesNotExist();
        assertThat(listed()).containsExactly(made);
    }

    /** The host, a container and a cron job, each in its own zone; a name in UTC is one of them. */
    @ParameterizedTest
    @CsvSource({
        "Pacific/Kiritimati, Etc/GMT+12",
        "Etc/GMT+12, Pacific/Kiritimati",
        "Europe/Berlin, UTC",
        "UTC, Europe/Berlin"
    })
    void thoseMadeLastStayAfterAChangeOfZone(String older, String newer) throws IOException {
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        Instant halfHourAgo = hourAgo.plus(Duration.ofMinutes(30));
        Path first = file(stamp(hourAgo, ZoneId.of(older)), hourAgo);
        Path second = file(stamp(halfHourAgo, ZoneId.of(newer)), halfHourAgo);
        assertThat(listed()).containsExactly(first, second);

        Path made = backUp(2);

        assertThat(listed()).containsExactly(second, made);
    }

    /** The hour that comes twice when summer time ends. */
    @Test
    void anHourThatComesTwiceKeepsItsOrder() throws IOException {
        Instant before = Instant.parse("2025-10-26T00:50:00Z");
        Instant after = before.plus(Duration.ofMinutes(20));
        Path first = file(stamp(before, ZoneId.of("Europe/Berlin")), before);
        Path second = file(stamp(after, ZoneId.of("Europe/Berlin")), after);
        assertThat(first.compareTo(second)).isPositive();
        assertThat(listed()).containsExactly(first, second);
    }

    @Test
    void aClockThatWasSetBackKeepsTheOrder() throws IOException {
        Instant wrong = Instant.now().plus(Duration.ofHours(3));
        Path early = file("20200101_000000", Instant.parse("2020-01-01T00:00:00Z"));
        Path first = file(stamp(wrong, ZoneOffset.UTC), wrong);
        Path second = file(stamp(wrong.plusSeconds(60), ZoneOffset.UTC), wrong.plusSeconds(60));

        Path third = backUp(3);
        assertThat(listed()).containsExactly(first, second, third);
        assertThat(early).doesNotExist();

        Path fourth = backUp(2);
        assertThat(listed()).containsExactly(third, fourth);
    }

    @Test
    void thoseOfOneInstantComeInTheOrderOfTheirNumbers() throws IOException {
        Instant made = Instant.now().minus(Duration.ofDays(1));
        String stamp = stamp(made, ZoneOffset.UTC);
        List<Path> files = new ArrayList<>();
        for (String number : List.of("", "_1", "_2", "_9", "_10", "_11")) {
            files.add(file(stamp + number, made));
        }
        assertThat(listed()).containsExactlyElementsOf(files);

        Path last = backUp(3);

        assertThat(listed()).containsExactly(files.get(4), files.get(5), last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260101_000000_99999999999",
                "20260101_000000_2147483648",
                "20260101_000000_0",
                "20260101_000000_01",
                "20261399_000000",
                "20260230_000000",
                "20260101_250000",
                "٢٠٢٦٠١٠١_٠٠٠٠٠٠"
            })
    void whatHasNoNameOfOursIsNotOurs(String stamp) throws IOException {
        Path foreign = file(stamp, Instant.parse("2020-01-01T00:00:00Z"));
        Path folder = Files.createDirectory(directory.resolve("app.db.20200101_000000.backup"));

        Path made = backUp(1);

        assertThat(listed()).containsExactly(made);
        assertThat(foreign).exists();
        assertThat(folder).exists();
    }

    /** Another command, while a run that may have to be taken back is going on. */
    @Test
    void aRunKeepsItsOwnBackupWhileItGoesOn() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');").script("0003-fails.sql", "nonsense;");
        List<Path> others = new ArrayList<>();
        MigrationListener another = new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                others.add(backUp(1));
            }
        };

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder()
                        .restoreOnFailure()
                        .keepBackups(1)
                        .listener(another)
                        .build()
                        .migrate())
                .withMessageContaining("it was restored from")
                .satisfies(e -> assertThat(e.report().backup().orElseThrow()).exists());
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
        assertThat(others).hasSize(2);

        Path last = backUp(1);
        assertThat(listed()).containsExactly(last);
        assertThat(Sandbox.names(directory))
                .containsExactly("app.db", String.valueOf(last.getFileName()), "migrations");
    }
}
