package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a public method is given, it throws nothing but a {@link FastMigrateException} with advice. */
class PublicCallTest {

    @TempDir
    Path folder;

    /** What would make a file beside the tests. */
    private static final Pattern RELATIVE = Pattern.compile("[xd~*\u202e\\uD800]|a[^:]");

    /** What stood in the working directory before a test; a text that is no more than a name makes a file there. */
    private List<Path> before = List.of();

    private static final List<Consumer<FastMigrate>> CALLS = List.of(
            FastMigrate::create,
            FastMigrate::version,
            FastMigrate::status,
            FastMigrate::verify,
            FastMigrate::plan,
            FastMigrate::scripts,
            FastMigrate::migrate,
            FastMigrate::rehearse,
            FastMigrate::backUp,
            FastMigrate::backups,
            FastMigrate::enroll,
            fastMigrate -> fastMigrate.accept(new Version(1)),
            fastMigrate -> fastMigrate.restore(Path.of("no.backup")));

    private static void onlyOurs(UnaryOperator<FastMigrateBuilder> settings, Supplier<FastMigrateBuilder> begin) {
        for (Consumer<FastMigrate> call : CALLS) {
            Throwable thrown =
                    catchThrowable(() -> call.accept(settings.apply(begin.get().lockTimeout(Duration.ofMillis(100)))
                            .build()));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(FastMigrateException.class);
                assertThat(((FastMigrateException) thrown).advice()).isNotBlank();
            }
        }
    }

    /** Texts that are no paths, no names, or not what they seem. */
    static Stream<String> hostile() {
        return Stream.of(
                "",
                " ",
                "\0",
                "a\0b",
                "a\nb/c",
                "x".repeat(300),
                ("d".repeat(200) + "/").repeat(30) + "x",
                "/dev/null/x",
                "/proc/self/mem",
                "/dev/full",
                "classpath:",
                "classpath:\0",
                "classpath:/../..",
                "classpath:%zz/ x",
                "classpath:nowhere",
                "file:",
                "file:\0",
                "file:///x/%zz",
                "jdbc:",
                "jdbc:sqlite:\0",
                "jdbc:sqlite:file:%",
                "jdbc:nothing:\0",
                "JDBC:",
                ":",
                "://",
                "a://",
                "~",
                "*",
                "\uD800",
                "\u202e0001");
    }

    @BeforeEach
    void lookWhatIsHere() throws IOException {
        before = here();
    }

    @AfterEach
    void leaveNothingHere() throws IOException {
        for (Path made : here()) {
            if (!before.contains(made)) {
                try (Stream<Path> tree = Files.walk(made)) {
                    for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    private static List<Path> here() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void takesAnyTextForADatabase(String text) throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(scripts.resolve("0001-a.sql"), "CREATE TABLE a (x);");
        onlyOurs(
                builder -> builder.migrations(scripts),
                () -> FastMigrate.database(RELATIVE.matcher(text).lookingAt() ? folder + "/" + text : text));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void takesAnyTextForAnySetting(String text) {
        Path database = folder.resolve("app.db");
        List<UnaryOperator<FastMigrateBuilder>> settings = List.of(
                builder -> builder.migrations(text),
                builder -> builder.schema(text),
                builder -> builder.username(text).password(text),
                builder -> builder.python(text).shell(text),
                builder -> builder.dumpTool(text),
                builder -> builder.appliedBy(text));
        for (UnaryOperator<FastMigrateBuilder> setting : settings) {
            onlyOurs(setting, () -> FastMigrate.sqlite(database));
        }
    }

    @Test
    void takesAnyNumberAndDurationForASetting() throws Exception {
        Sandbox sandbox = Sandbox.in(folder).script("0001-a.sql", "CREATE TABLE a (x);");
        for (Duration duration : List.of(
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofSeconds(-1),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Duration.ofSeconds(Long.MIN_VALUE))) {
            onlyOurs(
                    builder -> builder.lockTimeout(duration)
                            .scriptTimeout(duration)
                            .hookTimeout(duration)
                            .connectTimeout(duration),
                    sandbox::builder);
        }
        for (int number : List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE)) {
            onlyOurs(builder -> builder.keepBackups(number), sandbox::builder);
        }
    }

    /** What can stand in a directory under the name of a script, or in place of the directory. */
    @Test
    void takesAnyDirectory() throws Exception {
        List<Consumer<Path>> deeds = new ArrayList<>();
        deeds.add(scripts -> write(scripts.resolve("0001-a.sql"), "\0\0\0"));
        deeds.add(scripts -> write(scripts.resolve("0001-a.sql"), "\uFEFF"));
        deeds.add(scripts -> write(scripts.resolve("0001-" + "a".repeat(240) + ".sql"), "CREATE TABLE a (x);"));
        deeds.add(scripts -> write(scripts.resolve("0001-a\n.sql"), "CREATE TABLE a (x);"));
        deeds.add(scripts -> write(scripts.resolve("\u0660\u0660\u0660\u0661-a.sql"), "CREATE TABLE a (x);"));
        deeds.add(scripts -> write(scripts.resolve("config.py"), "import nothing\n"));
        deeds.add(scripts -> link(scripts.resolve("0001-a.sql"), Path.of("0001-a.sql")));
        deeds.add(scripts -> link(scripts.resolve("0001-a.sql"), Path.of("/dev/null")));
        deeds.add(scripts -> link(scripts.resolve("config.py"), Path.of("config.py")));
        int number = 0;
        for (Consumer<Path> deed : deeds) {
            Path place = Files.createDirectories(folder.resolve("case" + ++number));
            Path scripts = Files.createDirectories(place.resolve("migrations"));
            deed.accept(scripts);
            onlyOurs(
                    builder -> builder.migrations(scripts),
                    () -> FastMigrate.database(place.resolve("app.db").toString()));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesAnyClassLoader() throws Exception {
        write(folder.resolve("no.jar"), "not a jar");
        List<ClassLoader> loaders = List.of(
                new ClassLoader(null) {
                    @Override
                    public Enumeration<URL> getResources(String name) {
                        throw new IllegalStateException("closed");
                    }
                },
                new ClassLoader(null) {
                    @Override
                    public Enumeration<URL> getResources(String name) throws IOException {
                        return Collections.enumeration(
                                List.of(new URL("http://localhost:1/x/"), new URL("jar:file:/no.jar!/x/")));
                    }
                },
                new ClassLoader(null) {
                    @Override
                    public Enumeration<URL> getResources(String name) throws IOException {
                        return Collections.enumeration(List.of(new URL("file:/%zz/x/")));
                    }

                    @Override
                    public URL getResource(String name) {
                        throw new ClassCastException("no URL");
                    }
                },
                new URLClassLoader(new URL[] {folder.resolve("no.jar").toUri().toURL()}, null));
        for (ClassLoader loader : loaders) {
            onlyOurs(
                    builder -> builder.classLoader(loader).migrations("classpath:x"),
                    () -> FastMigrate.sqlite(folder.resolve("app.db")));
            onlyOurs(
                    builder -> builder.classLoader(loader).migrations("classpath:x"),
                    () -> FastMigrate.database(folder.resolve("app.db").toString()));
        }
    }

    @Test
    void refusesPathsOfAnotherFileSystemAndMakesNothing() throws Exception {
        URI zip = URI.create("jar:" + folder.resolve("some.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path within = other.getPath(folder.resolve("data/app.db").toString());
            List<Runnable> calls = List.of(
                    () -> FastMigrate.sqlite(within).build(),
                    () -> Sandbox.in(folder).builder().migrations(within).build(),
                    () -> Sandbox.in(folder).builder().backupDirectory(within).build());
            for (Runnable call : calls) {
                Throwable thrown = catchThrowable(call::run);
                assertThat(thrown).isInstanceOf(InvalidSettingException.class).hasMessageContaining("file system");
                assertThat(((InvalidSettingException) thrown).advice()).contains("Path.of");
            }
            FastMigrate fastMigrate = Sandbox.in(folder).managed();
            assertThat(Optional.ofNullable(catchThrowable(() -> fastMigrate.restore(within))))
                    .hasValueSatisfying(thrown -> assertThat(thrown).isInstanceOf(FastMigrateException.class));
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
