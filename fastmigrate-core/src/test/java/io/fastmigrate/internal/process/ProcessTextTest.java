package io.fastmigrate.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessTextTest {

    private static final String NAME = "\u00e4\u65e5";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway") // set before each test
    ProcessTextTest() {}

    @Test
    void meansTheBytesOfTheFileSystemsNames() throws Exception {
        ProcessText text = new ProcessText(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1);
        assertThat(text.written(NAME).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(NAME.getBytes(StandardCharsets.UTF_8));
        assertThat(new ProcessText(StandardCharsets.UTF_8, StandardCharsets.UTF_8).written(NAME))
                .isEqualTo(NAME);
    }

    @Test
    void refusesWhatWouldBecomeAQuestionMarkAndDoesNotTellIt() {
        ProcessText text = new ProcessText(StandardCharsets.US_ASCII, StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> text.written("hush" + NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("LC_ALL=C.UTF-8")
                .hasMessageNotContaining("hush");
    }

    /** A JVM of another file.encoding than that of names runs a script whose path has letters of the world. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void findsAScriptByItsPathWhateverTheFileEncodingIs() throws Exception {
        Path scripts = Files.createDirectories(folder.resolve(NAME));
        Files.writeString(scripts.resolve("0001-" + NAME + ".sh"), "echo \"$FASTMIGRATE_DB\" > \"$1.told\"\n");
        Process process = java("C.UTF-8", Child.class).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        Path database = scripts.resolve("app.db").toRealPath();
        assertThat(Files.readString(scripts.resolve("app.db.told"))).isEqualTo(database + "\n");
    }

    /** As in a container without a locale. */
    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    void saysThatTheLocaleHasNoSuchLetters() throws Exception {
        Process process = java("C", Nameless.class).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(told).contains("LC_ALL=C.UTF-8");
    }

    private ProcessBuilder java(String locale, Class<?> main) {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        java.environment().put("LC_ALL", locale);
        return java.directory(folder.toFile());
    }

    /** Prints what to do about a database whose name the locale cannot write. */
    static final class Nameless {

        private Nameless() {}

        public static void main(String[] arguments) {
            try {
                FastMigrate.database(NAME + ".db").build();
            } catch (InvalidSettingException e) {
                System.out.println(e.advice());
            }
        }
    }

    /** Is told no path: its own arguments would be read in the right encoding only by luck. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            Path scripts = Path.of(NAME).toAbsolutePath();
            FastMigrate fastMigrate = FastMigrate.sqlite(scripts.resolve("app.db"))
                    .migrations(scripts)
                    .build();
            fastMigrate.create();
            fastMigrate.migrate();
        }
    }
}
