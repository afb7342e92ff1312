package io.fastmigrate.lint.internal.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.lint.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that end in the middle, as those of a killed process do. */
class FileChangesTest {

    private static final String TAG = "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n";

    private static final String COVER = "CREATE TABLE cover (id INTEGER PRIMARY KEY);\n";

    private static final String REST = "CREATE INDEX tag_id ON tag (id);\n";

    private static final String AUTHOR = "CREATE TABLE author (id INTEGER PRIMARY KEY);\n";

    private static final String PAGE = "CREATE TABLE page (id INTEGER PRIMARY KEY);\n";

    private static final Map<String, String> AFTER = Map.of(
            "0001-author.sql", AUTHOR,
            "0002-tag.sql", TAG,
            "0003-tag-rest.sql", REST,
            "0004-cover.sql", COVER + "-- fixed\n",
            "0005-page.sql", PAGE);

    @TempDir
    private Path directory;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void scripts() throws IOException {
        write("0001-author.sql", AUTHOR);
        write("0002-tag.sql", TAG + REST);
        write("0003-cover.sql", COVER);
        write("0004-cover.sql", PAGE);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private FileChanges changes() throws IOException {
        FileChanges changes = new FileChanges();
        changes.create(directory.resolve("0003-tag-rest.sql"), REST);
        changes.replace(directory.resolve("0002-tag.sql"), TAG + REST, TAG);
        changes.move(directory.resolve("0003-cover.sql"), directory.resolve("0004-cover.sql"));
        changes.move(directory.resolve("0004-cover.sql"), directory.resolve("0005-page.sql"));
        changes.replace(directory.resolve("0004-cover.sql"), COVER, COVER + "-- fixed\n");
        return changes;
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".sql")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(directory)
                .build();
    }

    private void killAt(int step) {
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(() -> changes().write(directory.resolve("0002-tag.sql"), () -> {
                    if (steps.getAndIncrement() == step) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
    }

    @Test
    void areAllMade() throws IOException {
        changes().write(directory.resolve("0002-tag.sql"));

        assertThat(texts()).isEqualTo(AFTER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void noScriptRunsBetweenThemAndTheNextFixFinishesThem(int step) throws IOException {
        killAt(step);
        write(".lint-fix.fastmigrate-new", "half a scr");
        fastMigrate().create();

        assertThatThrownBy(() -> fastMigrate().migrate()).isInstanceOf(FastMigrateException.class);
        assertThat(fastMigrate().version().number()).isLessThan(2);

        assertThat(Linter.of(fastMigrate()).finishFixes()).isTrue();
        assertThat(texts()).isEqualTo(AFTER);
        assertThat(Linter.of(fastMigrate()).finishFixes()).isFalse();
        fastMigrate().migrate();
    }

    @Test
    void areNotFinishedOverWhatSomeoneWroteInTheMeantime() throws IOException {
        killAt(3);
        write("0002-tag.sql", "SELECT 1;\n");

        assertThatThrownBy(() -> Linter.of(fastMigrate()).finishFixes())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("0002-tag.sql was changed in the meantime")
                .hasMessageContaining("0002-lint-fix-unfinished.sql");
        assertThat(texts()).containsEntry("0002-tag.sql", "SELECT 1;\n");
    }
}
