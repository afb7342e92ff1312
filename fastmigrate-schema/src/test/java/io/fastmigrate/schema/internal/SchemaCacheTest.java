package io.fastmigrate.schema.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCacheTest {

    private static final List<String> TEXTS = List.of("table a", "CREATE TABLE a (\n  \"\u00e4\" text\r\n)", "");

    @TempDir
    Path directory;

    private int made;

    private List<String> get(SchemaCache cache, String key) {
        return cache.get(Optional.of(key), () -> {
            made++;
            return TEXTS;
        });
    }

    private SchemaCache cache() {
        return new SchemaCache(directory.resolve("deep/cache"), "build");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("deep/cache"))) {
            return files.toList();
        }
    }

    @Test
    void makesATextOnce() throws IOException {
        assertThat(get(cache(), "one")).isEqualTo(TEXTS);
        assertThat(get(cache(), "one")).isEqualTo(TEXTS);
        assertThat(made).isEqualTo(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void makesAnotherOneForAnotherKeyOrBuild() {
        get(cache(), "one");
        get(cache(), "two");
        get(new SchemaCache(directory.resolve("deep/cache"), "another build"), "one");

        assertThat(made).isEqualTo(3);
    }

    @Test
    void keepsNothingWithoutAKey() {
        cache().get(Optional.empty(), () -> TEXTS);

        assertThat(directory.resolve("deep")).doesNotExist();
    }

    /** As a power cut may leave it, or somebody who edits it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 40, -1})
    void makesItAgainWhereItsFileIsDamaged(int length) throws IOException {
        get(cache(), "one");
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] = 'x';
        Files.write(file, length < 0 ? bytes : Arrays.copyOf(bytes, length));

        assertThat(get(cache(), "one")).isEqualTo(TEXTS);
        assertThat(made).isEqualTo(2);
        get(cache(), "one");
        assertThat(made).isEqualTo(2);
    }

    @Test
    void worksWhereNoFileCanBeWritten() throws IOException {
        Files.createFile(directory.resolve("deep"));

        assertThat(get(cache(), "one")).isEqualTo(TEXTS);
        assertThat(get(cache(), "one")).isEqualTo(TEXTS);
    }

    @Test
    void keepsThoseThatWereUsedLast() throws IOException {
        get(cache(), "first");
        for (int i = 0; i < 99; i++) {
            get(cache(), "key" + i);
        }
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        }
        get(cache(), "first");
        for (int i = 0; i < 30; i++) {
            get(cache(), "later" + i);
        }
        int before = made;

        get(cache(), "first");

        assertThat(made).isEqualTo(before);
        assertThat(files()).hasSize(100);
    }
}
