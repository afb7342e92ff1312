package io.fastmigrate.internal.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewScriptTest {

    @TempDir
    Path directory;

    private String write(String description, int database) {
        return new NewScript(List.of(directory.toString()), description, Script.Kind.SQL)
                .write(new Version(database), "")
                .getFileName()
                .toString();
    }

    @Test
    void theFirstScriptIsNumberOneAndItsDirectoryIsMade() {
        Path script = new NewScript(List.of(directory.resolve("a/b").toString()), "add-posts", Script.Kind.SQL)
                .write(Version.ZERO, "");

        assertThat(script)
                .isEqualTo(directory.resolve("a/b/0001-add-posts.sql"))
                .hasContent("-- 0001-add-posts.sql\n");
    }

    @Test
    void theNumberIsAboveScriptsMeantScriptsAndTheDatabase() throws Exception {
        Files.createFile(directory.resolve("0003-a.sql"));
        Files.createFile(directory.resolve("2024-report.md"));
        assertThat(write("b", 0)).isEqualTo("0004-b.sql");
        Files.createFile(directory.resolve("0007_c.SQL"));
        assertThat(write("d", 5)).isEqualTo("0008-d.sql");
        assertThat(write("e", 20)).isEqualTo("0021-e.sql");
    }

    @Test
    void theNumberIsAboveTheScriptsOfEveryDirectoryAndTheScriptGoesToTheFirst() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("0008-a.sql"));
        assertThat(new NewScript(List.of(directory.resolve("own").toString(), other.toString()), "b", Script.Kind.SQL)
                        .write(Version.ZERO, ""))
                .isEqualTo(directory.resolve("own/0009-b.sql"));
        assertThatThrownBy(() -> new NewScript(
                                List.of(
                                        other.toString(),
                                        directory.resolve("gone").toString()),
                                "b",
                                Script.Kind.SQL)
                        .write(Version.ZERO, ""))
                .hasMessage(directory.resolve("gone")
                        + " is not a directory, so the numbers of its scripts are not known.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "tr-TR"})
    void theNumberHasTheDigitsThatTheNamingRuleKnowsWhereverTheProgramRuns(String tag) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat(write("init", 11)).isEqualTo("0012-init.sql");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theNumberIsAboveThatOfAScriptWithOtherDigits() throws Exception {
        Files.createFile(directory.resolve("\u0660\u0660\u0660\u0667-x.sql"));
        assertThat(write("next", 0)).isEqualTo("0008-next.sql");
    }

    @Test
    void aScriptOfEachKindSaysInACommentWhatItIs() {
        Path shell = new NewScript(List.of(directory.toString()), "a", Script.Kind.SHELL).write(Version.ZERO, "");
        Path python = new NewScript(List.of(directory.toString()), "b", Script.Kind.PYTHON).write(Version.ZERO, "");

        assertThat(shell)
                .hasFileName("0001-a.sh")
                .hasContent("#!/bin/sh\n# 0001-a.sh\n# The database's path is the first argument.\n");
        assertThat(python)
                .hasFileName("0002-b.py")
                .hasContent("# 0002-b.py\n# The database's path is the first argument.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a/b", "../a", "a\\b", ".a", "a.sql", "-a", "a-", "a\nb", "a\u0000", "0005-a"})
    void refusesADescriptionThatIsNoPartOfAName(String description) {
        assertThatThrownBy(() -> write(description, 0)).isInstanceOf(InvalidSettingException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void lettersOfAnyLanguageAreFine() {
        assertThat(write("größe_日本-2", 0)).isEqualTo("0001-größe_日本-2.sql");
    }

    @Test
    void anOverlongDescriptionIsRefused() {
        assertThatThrownBy(() -> write("ü".repeat(101), 0)).hasMessageContaining("too long");
    }

    @Test
    void after9999ThereIsNoNumberLeft() throws Exception {
        Files.createFile(directory.resolve("9999-a.sql"));

        assertThatThrownBy(() -> write("b", 0)).hasMessageContaining("9999 is taken");
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsAnErrorAndStays() throws Exception {
        Path file = Files.writeString(directory.resolve("m"), "x");

        assertThatThrownBy(() -> new NewScript(List.of(file.toString()), "a", Script.Kind.SQL).write(Version.ZERO, ""))
                .hasMessageContaining("is not a directory");
        assertThat(file).hasContent("x");
    }

    @Test
    void manyAtOnceEachGetTheirOwnNumber() throws Exception {
        int writers = 8;
        int each = 10;
        CyclicBarrier start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<?>> done = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            String description = "writer" + w;
            done.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < each; i++) {
                    write(description, 0);
                }
                return null;
            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
        threads.shutdown();

        try (Stream<Path> files = Files.list(directory)) {
            List<String> numbers = files.map(
                            file -> file.getFileName().toString().substring(0, 4))
                    .toList();
            assertThat(numbers).hasSize(writers * each);
            assertThat(new TreeSet<>(numbers)).hasSize(writers * each);
        }
    }
}
