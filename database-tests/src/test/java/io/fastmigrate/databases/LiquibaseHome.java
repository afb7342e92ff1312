package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Directories with the jars of a Liquibase, and with what is none. */
final class LiquibaseHome {

    private static final String CORE = "liquibase.Liquibase";

    /** One class of each jar that it needs. */
    private static final List<String> NEEDED = List.of(
            "org.yaml.snakeyaml.Yaml",
            "com.opencsv.CSVReader",
            "org.apache.commons.lang3.StringUtils",
            "org.apache.commons.io.IOUtils",
            "org.apache.commons.text.StringEscapeUtils",
            "org.apache.commons.collections4.CollectionUtils",
            "javax.xml.bind.DatatypeConverter");

    private LiquibaseHome() {}

    private static Path jar(String type) throws Exception {
        return Path.of(Class.forName(type)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Makes one with the jar that has a class. */
    static Path only(String type, Path home) throws Exception {
        Path jar = jar(type);
        Files.createDirectories(home);
        Files.copy(jar, home.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        return home;
    }

    /** Makes one of the version that this test has on its class path. */
    static Path current(Path home) throws Exception {
        for (String type : NEEDED) {
            only(type, home);
        }
        return only(CORE, home);
    }

    /** Makes one as a distribution has it, of a version that the build has put aside; returns its jar. */
    static Path of(String version, Path home) throws Exception {
        for (String type : NEEDED) {
            only(type, home.resolve("lib"));
        }
        Path aside = Path.of("target/liquibase").toAbsolutePath();
        if (version.equals("4.0.0")) {
            Files.delete(home.resolve("lib").resolve(jar(NEEDED.get(0)).getFileName()));
            Files.copy(aside.resolve("snakeyaml-1.33.jar"), home.resolve("lib/snakeyaml.jar"));
        }
        return Files.copy(aside.resolve("liquibase-core-" + version + ".jar"), home.resolve("liquibase.jar"));
    }

    /** Makes one that starts a process, writes down its number, and waits for ever. */
    static Path hanging(Path home, Path pid) throws IOException {
        Path sources = Files.createDirectories(home.resolve("liquibase/resource"));
        Path type = sources.resolve("ClassLoaderResourceAccessor.java");
        Files.writeString(
                sources.resolve("ResourceAccessor.java"),
                "package liquibase.resource; public interface ResourceAccessor {}");
        Files.writeString(type, """
            package liquibase.resource;
            public class ClassLoaderResourceAccessor implements ResourceAccessor {
                public ClassLoaderResourceAccessor(ClassLoader loader) throws Exception {
                    Process sleep = new ProcessBuilder("sleep", "1000").start();
                    java.nio.file.Path file = java.nio.file.Path.of("%s");
                    java.nio.file.Files.writeString(file.resolveSibling("begun"), "" + sleep.pid());
                    java.nio.file.Files.move(file.resolveSibling("begun"), file);
                    sleep.waitFor();
                }
            }
            """.formatted(pid));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                home.toString(),
                                sources.resolve("ResourceAccessor.java").toString(),
                                type.toString()))
                .isZero();
        pack(home);
        return home;
    }

    /** Makes its classes those of a Java that does not exist yet. */
    static void ofLaterJava(Path home) throws IOException {
        try (DirectoryStream<Path> classes = Files.newDirectoryStream(home.resolve("liquibase/resource"), "*.class")) {
            for (Path file : classes) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[7] = 120;
                Files.write(file, bytes);
            }
        }
        pack(home);
    }

    private static void pack(Path home) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(home.resolve("liquibase.jar")));
                DirectoryStream<Path> classes =
                        Files.newDirectoryStream(home.resolve("liquibase/resource"), "*.class")) {
            for (Path file : classes) {
                jar.putNextEntry(new ZipEntry("liquibase/resource/" + file.getFileName()));
                Files.copy(file, jar);
            }
        }
    }
}
