package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars as users have them, in processes on the module path and on the class path. */
class ModulesIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path LIB = Launcher.DIST.resolve("lib");
    private static final String MAIN = """
            package app;

            import io.fastmigrate.FastMigrate;

            public final class Main {
                public static void main(String[] args) {
                    FastMigrate fastMigrate =
                            FastMigrate.database(args[0]).migrations(args[1]).build();
                    fastMigrate.create();
                    System.out.println("migrated to " + fastMigrate.migrate().after());
                }
            }
            """;

    @TempDir
    Path temp;

    private Path sources;
    private Path jar;

    @BeforeEach
    void consumer() throws IOException {
        sources = temp.resolve("sources");
        jar = temp.resolve("app.jar");
        source("app/Main.java", MAIN);
        source("db/migration/0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY);");
    }

    private void source(String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Returns what the compiler says; empty where it says nothing. */
    private String compile(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "-proc:none", "-Xlint:-opens", "-d", temp.resolve("classes").toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        return run("javac", arguments);
    }

    private void pack() {
        assertThat(run(
                        "jar",
                        List.of(
                                "-cf",
                                jar.toString(),
                                "-C",
                                temp.resolve("classes").toString(),
                                ".",
                                "-C",
                                sources.toString(),
                                "db")))
                .isEmpty();
    }

    private static String run(String tool, List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        return said.toString();
    }

    private GoldenCase.Outcome java(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(List.of(words));
        return new Launcher(Launcher.DIST).run(temp, command);
    }

    private static String classPath() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private String modulePath() {
        return LIB + File.pathSeparator + jar;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources/db/migration", "classpath:db/migration"})
    void migratesOnTheModulePath(String migrations) throws Exception {
        source("module-info.java", "module app { requires io.fastmigrate.core; opens db.migration; }");
        assertThat(compile("-p", LIB.toString())).isEmpty();
        pack();
        GoldenCase.Outcome outcome = java("-p", modulePath(), "-m", "app/app.Main", "a.db", migrations);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualToIgnoringNewLines("migrated to 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources/db/migration", "classpath:db/migration"})
    void migratesOnTheClassPath(String migrations) throws Exception {
        assertThat(compile("-cp", classPath())).isEmpty();
        pack();
        GoldenCase.Outcome outcome =
                java("-cp", classPath() + File.pathSeparator + jar, "app.Main", "a.db", migrations);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualToIgnoringNewLines("migrated to 1");
    }

    /** Nothing but what the core needs to run: annotations may be missing. */
    @Test
    void compilesAgainstTheCoreWithoutItsAnnotations() throws Exception {
        Path needed = Files.createDirectory(temp.resolve("needed"));
        try (Stream<Path> files = Files.list(LIB)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("(fastmigrate-core|sqlite-jdbc|slf4j-api)-.*")) {
                    Files.copy(file, needed.resolve(name));
                }
            }
        }
        source("module-info.java", "module app { requires io.fastmigrate.core; }");
        assertThat(compile("-p", needed.toString())).isEmpty();
    }

    @Test
    void findsTheAdapterThatAnotherModuleProvides() throws Exception {
        source("module-info.java", """
                module app {
                    requires io.fastmigrate.core;
                    provides io.fastmigrate.adapter.DatabaseAdapter with app.Adapter;
                }
                """);
        source("app/Adapter.java", """
                package app;

                public final class Adapter implements io.fastmigrate.adapter.DatabaseAdapter<String> {
                    public String getConnection(String db) {
                        return db;
                    }

                    public void ensureMetaTable(String conn) {}

                    public int getVersion(String conn) {
                        return 0;
                    }

                    public void setVersion(String conn, int version) {
                        System.out.println(conn + " is told " + version);
                    }

                    public boolean executeSql(String conn, String sql) {
                        return true;
                    }

                    public boolean accepts(String db) {
                        return db.startsWith("memo:");
                    }
                }
                """);
        assertThat(compile("-p", LIB.toString())).isEmpty();
        pack();
        GoldenCase.Outcome outcome = java("-p", modulePath(), "-m", "app/app.Main", "memo:pad", "sources/db/migration");
        assertThat(outcome.out()).contains("memo:pad is told 1");
    }

    @Test
    void startsTheCommandLineOnTheModulePath() throws Exception {
        GoldenCase.Outcome outcome = java("-p", LIB.toString(), "-m", "io.fastmigrate.cli", "create", "--db", "a.db");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("version=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.fastmigrate.internal.engine.Engine",
                "io.fastmigrate.internal.port.Backend",
                "io.fastmigrate.internal.script.ScriptSource",
                "io.fastmigrate.internal.sqlite.SqliteBackend"
            })
    void hidesInternalTypes(String type) throws Exception {
        source("module-info.java", "module app { requires io.fastmigrate.core; }");
        source("app/Curious.java", "package app; class Curious { " + type + " hidden; }");
        String hidden = type.substring(0, type.lastIndexOf('.'));
        assertThat(compile("-p", LIB.toString())).contains("package " + hidden + " is not visible");
    }
}
