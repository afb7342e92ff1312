package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A project whose POM is the one of docs/maven.md, with scripts of one table. */
record JooqSample(Path directory, UsersProject project) {

    private static final Map<String, String> SCRIPTS = Map.of(
            "0001-create-books.sql",
            "CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(100) NOT NULL);\n",
            "0002-add-pages.sql",
            "ALTER TABLE books ADD COLUMN pages INTEGER;\n");

    JooqSample(Path directory, String heading) throws IOException {
        this(directory, new UsersProject(directory));
        String pom = Page.blocks("maven.md", heading, "xml").get(0);
        assertThat(pom).contains("<version>" + UsersProject.version() + "</version>");
        project.file("pom.xml", pom);
        for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
            project.file("src/main/resources/migrations/" + script.getKey(), script.getValue());
        }
    }

    /** Compiles the generated classes, and looks for the column of the second script. */
    void requireGeneratedClasses() throws IOException {
        Path generated = directory.resolve("target/generated-sources/jooq");
        assertThat(generated.resolve("example/books/db/tables/Books.java"))
                .content()
                .contains("PAGES");
        assertThat(compile(generated)).isEmpty();
        try (Stream<Path> files = Files.walk(generated)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.contains("Fastmigrate") || name.contains("Meta"));
        }
    }

    private String compile(Path sources) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        StringWriter errors = new StringWriter();
        try (Stream<Path> files = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
            List<String> options = List.of(
                    "-d",
                    directory.resolve("target").toString(),
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            errors, manager, null, options, null, manager.getJavaFileObjectsFromPaths(java))
                    .call();
            return compiled ? "" : errors.toString();
        }
    }
}
