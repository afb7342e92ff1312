package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.InvalidScriptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A squash moves one file after the other; the kernel kills it as it asks for one of these moves. */
class KilledSquashIT {

    private static final List<String> OLD = List.of("0001-a.sql", "0002-b.sql", "0003-c.sh", "0004-d.sql");
    private static final String NEW = "0004-squashed.sql";
    private static final String ASIDE = "squashed/0001-0004/";

    @TempDir
    Path directory;

    private Fixture fixture;
    private Map<String, String> texts;

    @BeforeEach
    void makeScripts() throws Exception {
        assumeThat(Fixture.runs("strace", "-f", "-o", "/dev/null", "true"))
                .as("skipped: strace is missing, or may not trace")
                .isTrue();
        fixture = Fixture.in(directory.toRealPath())
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0002-b.sql", "ALTER TABLE a ADD COLUMN y;")
                .script("0003-c.sh", "exit 0\n")
                .script("0004-d.sql", "CREATE INDEX a_x ON a (x);");
        fixture.build().migrate();
        fixture.script("0005-e.sql", "CREATE TABLE e (x);");
        texts = files();
    }

    /** Returns the visible files below the directory of the scripts, and what is in them. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(fixture.migrations())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = fixture.migrations().relativize(file).toString();
                if (!name.startsWith(".")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    private void kill(int move) throws InterruptedException {
        String calls = "?rename,?renameat,?renameat2";
        List<String> killing = List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + calls,
                "-e",
                "inject=" + calls + ":signal=SIGKILL:when=" + move);
        List<String> squash = List.of(
                "squash", fixture.database().toString(), fixture.migrations().toString());
        try (ChildJvm child = ChildJvm.start(killing, squash)) {
            assertThat(child.exit()).as(child.output()).isNotZero();
            assertThat(child.output()).doesNotContain("done: ").doesNotContain("Exception");
        }
    }

    private Path squash() {
        return fixture.build().squash(new Version(1), new Version(4));
    }

    /** Each script is in one of the two places, as it was. */
    private void assertNothingIsLost(Map<String, String> now) {
        for (String name : OLD) {
            assertThat(now.containsKey(name))
                    .as(name + " in " + now.keySet())
                    .isNotEqualTo(now.containsKey(ASIDE + name));
            assertThat(now.getOrDefault(name, now.get(ASIDE + name))).isEqualTo(texts.get(name));
        }
        assertThat(now).containsEntry("0005-e.sql", texts.get("0005-e.sql"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theSameCommandFinishesIt(int move) throws Exception {
        kill(move);
        Map<String, String> left = files();
        assertNothingIsLost(left);
        boolean begun = left.containsKey(NEW);
        assertThat(begun).isEqualTo(move > 1);
        if (begun) {
            assertThatThrownBy(() -> fixture.build().migrate())
                    .isInstanceOfSatisfying(InvalidScriptException.class, refused -> {
                        assertThat(refused).hasMessageContaining("Two scripts have the number 0004");
                        assertThat(refused.advice()).contains("squash 0001..0004 again, which finishes");
                    });
        } else {
            assertThat(fixture.build().status().warnings()).isEmpty();
        }
        assertThat(fixture.build().version()).isEqualTo(new Version(4));

        assertThat(squash()).hasFileName(NEW);
        Map<String, String> done = files();
        assertNothingIsLost(done);
        assertThat(done)
                .containsOnlyKeys(
                        NEW,
                        "0005-e.sql",
                        ASIDE + OLD.get(0),
                        ASIDE + OLD.get(1),
                        ASIDE + OLD.get(2),
                        ASIDE + OLD.get(3));
        assertThat(Trees.names(fixture.migrations())).noneMatch(name -> name.startsWith("."));
        assertThat(fixture.build().migrate().after()).isEqualTo(new Version(5));
        FastMigrate fresh = FastMigrate.sqlite(directory.resolve("fresh.db"))
                .migrations(fixture.migrations())
                .build();
        fresh.create();
        fresh.migrate();
        assertThat(fresh.verify().state()).isEqualTo(Status.State.UP_TO_DATE);
    }

    @Test
    void aScriptThatCameInBetweenIsNotMovedWithTheOthers() throws Exception {
        kill(4);
        assertThat(files()).containsKeys(ASIDE + "0002-b.sql", "0003-c.sh");
        for (String name : List.of("0002-added.sql", "0003-added.sql")) {
            Path added = fixture.migrations().resolve(name);
            fixture.script(name, "CREATE TABLE added (x);");
            Map<String, String> before = files();
            assertThatThrownBy(this::squash).isInstanceOfSatisfying(EnrollFailedException.class, refused -> {
                assertThat(refused).hasMessageContainingAll("is that of an old script, too", name);
                assertThat(refused.advice()).contains("the next free number");
            });
            assertThat(files()).isEqualTo(before);
            Files.delete(added);
        }
        fixture.script("0006-added.sql", "CREATE TABLE added (x);");
        squash();
        assertThat(files()).containsKeys("0006-added.sql", NEW).doesNotContainKey("0004-d.sql");
        assertThat(fixture.build().migrate().after()).isEqualTo(new Version(6));

        fixture.script("0004-added.sql", "CREATE TABLE added (x);");
        assertThatThrownBy(this::squash).hasMessageContainingAll("0004-added.sql", "is that of an old script, too");
        assertThat(files()).containsKeys("0004-added.sql");
    }
}
