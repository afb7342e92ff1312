package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit as a module, with what it cannot do without: it alone sees packages of the core that are not exported. */
class ModulePathTest {

    private static final Set<String> NEEDED = Set.of(
            "fastmigrate-core",
            "fastmigrate-test",
            "sqlite-jdbc",
            "slf4j-api",
            "slf4j-simple",
            "jspecify",
            "junit-jupiter-api",
            "junit-platform-commons",
            "opentest4j",
            "apiguardian-api",
            "assertj-core",
            "byte-buddy");

    @TempDir
    Path temp;

    private static String modulePath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator, -1))
                .filter(entry -> NEEDED.stream().anyMatch(name -> entry.contains(name + File.separator)))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void verifiesScriptsOnTheModulePath() throws Exception {
        Path sources = Files.createDirectories(temp.resolve("app"));
        Files.writeString(sources.resolve("module-info.java"), "module app { requires io.fastmigrate.test; }");
        Files.writeString(sources.resolve("Main.java"), """
                package app;

                public final class Main {
                    public static void main(String[] args) {
                        io.fastmigrate.test.MigrationsVerifier.verify(args[0]);
                        System.out.println("sound");
                    }
                }
                """);
        Path migrations = Files.createDirectory(temp.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-a.sql"), "CREATE TABLE a (b TEXT);");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        writer,
                        writer,
                        "-proc:none",
                        "-p",
                        modulePath(),
                        "-d",
                        temp.resolve("classes").toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("Main.java").toString());
        assertThat(said.toString()).isEmpty();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modulePath() + File.pathSeparator + temp.resolve("classes"),
                        "-m",
                        "app/app.Main",
                        migrations.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains("sound");
    }
}
