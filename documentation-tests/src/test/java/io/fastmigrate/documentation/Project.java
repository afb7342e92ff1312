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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.util.FileSystemUtils;

/** A reader's project: empty at first, in its own directory, its programs in their own processes. */
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
                import io.fastmigrate.adapter.*;
                import io.fastmigrate.error.*;
                import java.sql.Connection;
                import java.sql.SQLException;
                import java.util.List;
                import javax.sql.DataSource;

                class %s {
                    void run(Connection connection, DataSource pool) throws SQLException {
                        %s
                    }
                }
                """.formatted(name, block.text()));
    }

    void addApplication() throws IOException {
        addSource("Application", APPLICATION);
    }

    void addSource(String name, String text) throws IOException {
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
        return run(Map.of(), List.of("-Dserver.port=0", "-cp", classPath(), mainClass), arguments);
    }

    String classPath() {
        return classes + File.pathSeparator + System.getProperty("java.class.path");
    }

    /** Does what {@code spring-boot:process-aot} does, with settings as they are when an image is built. */
    void processAheadOfTime(String... settings) throws Exception {
        Path generated = directory.resolve("target/aot");
        List<String> command = new ArrayList<>(List.of(settings));
        command.addAll(List.of("-cp", classPath(), SpringApplicationAotProcessor.class.getName(), "app.Application"));
        for (String output : List.of("sources", "classes", "classes")) {
            command.add(generated.resolve(output).toString());
        }
        command.addAll(List.of("app", "app"));
        Ended ended = run(Map.of(), command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        try (Stream<Path> files = Files.walk(generated.resolve("sources"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        compile();
        FileSystemUtils.copyRecursively(generated.resolve("classes"), classes);
    }

    /** Packs the project, with what it needs beside it. */
    Path pack() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Application");
        String needed = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, needed);
        Path jar = directory.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    /** Runs the packed project, or another program of it, to its end. */
    Ended run(Map<String, String> environment, List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path output = directory.resolve("target/output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FASTMIGRATE_") || name.startsWith("SPRING_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
