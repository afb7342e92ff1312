package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A reader's project: empty at first, in a directory of its own, its programs in processes of their own. */
final class Project {

    private static final long DEADLINE_SECONDS = 120;
    private static final String APPLICATION = """
            package app;

            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;

            @SpringBootApplication
            public class Application {
                public static void main(String[] args) {
                    SpringApplication.run(Application.class, args).close();
                }
            }
            """;

    private final Path directory;
    private final Path classes;
    private final List<Path> sources = new ArrayList<>();

    Project(Path directory) throws IOException {
        this.directory = directory;
        this.classes = Files.createDirectories(directory.resolve("target/classes"));
    }

    /** The exit code of a program, and all that it printed. */
    record Ended(int exitCode, String output) {}

    Path directory() {
        return directory;
    }

    /** Adds a class of the page, in a package of the project. */
    void addClass(Block block) throws IOException {
        addSource(block.typeName().orElseThrow(), "package app;\n\n" + block.text());
    }

    /** Adds a piece of a method, with what a reader's editor would import. */
    void addPiece(Block block, String name) throws IOException {
        addSource(name, """
                package app;

                import io.fastmigrate.*;
                import io.fastmigrate.model.*;
                import java.sql.Connection;
                import java.sql.SQLException;

                class %s {
                    void run(Connection connection) throws SQLException {
                        %s
                    }
                }
                """.formatted(name, block.text()));
    }

    void addApplication() throws IOException {
        addSource("Application", APPLICATION);
    }

    private void addSource(String name, String text) throws IOException {
        Path source = directory.resolve("src/main/java/app/" + name + ".java");
        Files.createDirectories(Objects.requireNonNull(source.getParent()));
        sources.add(Files.writeString(source, text));
    }

    /** Adds a file that stands on the class path. */
    void addResource(String path, String text) throws IOException {
        add("target/classes/" + path, text);
    }

    /** Adds a file below the directory that the programs start in. */
    void add(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-parameters",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"));
            compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        assertThat(messages.toString()).isEmpty();
    }

    /** Runs a program of the project to its end. */
    Ended run(String mainClass, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dserver.port=0",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("target/output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FASTMIGRATE_") || name.startsWith("SPRING_"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
