package io.fastmigrate.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationsNotFoundException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPathScriptsTest {

    @TempDir
    Path directory;

    private static URLClassLoader loader(Path... places) throws Exception {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }

    /** Makes a jar; a name that ends with a slash becomes a directory entry. */
    private Path jar(String name, String... entries) throws Exception {
        Path jar = directory.resolve(name);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                if (!entry.endsWith("/")) {
                    zip.write(("-- " + entry).getBytes(StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static List<String> names(ScriptSource.Listing listing) {
        return listing.scripts().stream().sorted().map(Script::fileName).toList();
    }

    private static void assertReadable(ScriptSource.Listing listing, String folder) throws Exception {
        for (Script script : listing.scripts()) {
            assertThat(script.location()).endsWith(folder + script.fileName());
            try (var in = script.open()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("-- " + folder + script.fileName());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:db/migrations", "classpath:/db/migrations/", "classpath:db/migrations/"})
    void listsDirectory(String location) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("cl asses \u00e9+%/db/migrations"));
        Files.writeString(folder.resolve("0001-a.sql"), "-- db/migrations/0001-a.sql");
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/0002-b.sql"), "");
        try (URLClassLoader loader = loader(directory.resolve("cl asses \u00e9+%"))) {
            ScriptSource.Listing listing =
                    ScriptLocation.source(location, loader).list();
            assertThat(names(listing)).containsExactly("0001-a.sql");
            assertReadable(listing, "db/migrations/");
        }
    }

    @Test
    void listsRepeatableScriptsOfDirectoryAndJar() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("classes/m/repeatable"));
        Files.writeString(folder.resolve("a.sql"), "-- m/repeatable/a.sql");
        Files.writeString(folder.resolve("b.py"), "");
        Path jar = jar("r.jar", "m/", "m/0001-x.sql", "m/repeatable/", "m/repeatable/c.sql", "m/repeatable/sub/d.sql");
        try (URLClassLoader loader = loader(directory.resolve("classes"), jar)) {
            ScriptSource.Listing listing =
                    ScriptLocation.source("classpath:m", loader).list();
            assertThat(names(listing)).containsExactly("0001-x.sql", "repeatable/a.sql", "repeatable/c.sql");
            assertReadable(listing, "m/");
            assertThat(listing.misnamed())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.message()).contains("b.py"));
        }
    }

    @Test
    void listsJar() throws Exception {
        Path jar = jar(
                "a b+\u00e9.jar",
                "db/",
                "db/m/",
                "db/m/0001-a.sql",
                "db/m/0002-b c.py",
                "db/m/x/0003-c.sql",
                "db/m/1-x.sql");
        try (URLClassLoader loader = loader(jar)) {
            ScriptSource.Listing listing =
                    ScriptLocation.source("classpath:db/m", loader).list();
            assertThat(names(listing)).containsExactly("0001-a.sql", "0002-b c.py");
            assertThat(listing.misnamed()).hasSize(1);
            assertReadable(listing, "db/m/");
        }
    }

    @Test
    void listsJarWithoutDirectoryEntries() throws Exception {
        Path jar = jar("a.jar", "db/m/0001-a.sql", "db/m/x/0003-c.sql", "db/mm/0004-d.sql");
        try (URLClassLoader loader = loader(jar("other.jar", "x/y"), jar)) {
            ScriptSource.Listing listing =
                    ScriptLocation.source("classpath:db/m", loader).list();
            assertThat(names(listing)).containsExactly("0001-a.sql");
            assertReadable(listing, "db/m/");
        }
    }

    @Test
    void listsOneFolderInSeveralPlaces() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("classes/m"));
        Files.writeString(folder.resolve("0001-a.sql"), "");
        try (URLClassLoader loader = loader(directory.resolve("classes"), jar("a.jar", "m/", "m/0002-b.sql"))) {
            assertThat(names(ScriptLocation.source("classpath:m", loader).list()))
                    .containsExactly("0001-a.sql", "0002-b.sql");
        }
    }

    @Test
    void namesBothPlacesOfOneNumber() throws Exception {
        Path one = jar("one.jar", "m/", "m/0001-a.sql");
        Path other = jar("other.jar", "m/", "m/0001-a.sql");
        try (URLClassLoader loader = loader(one, other)) {
            var builder = Sandbox.in(directory).builder().classLoader(loader).migrations("classpath:m");
            assertThatThrownBy(builder.build()::scripts)
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContainingAll("one.jar", "other.jar", "0001-a.sql");
        }
    }

    @Test
    void emptyFolderHasNoScripts() throws Exception {
        try (URLClassLoader loader = loader(jar("a.jar", "m/"))) {
            assertThat(ScriptLocation.source("classpath:m", loader).list().scripts())
                    .isEmpty();
        }
    }

    @Test
    void missingFolderIsAnErrorThatNamesIt() throws Exception {
        try (URLClassLoader loader = loader(jar("a.jar", "n/"))) {
            ScriptSource source = ScriptLocation.source("classpath:m", loader);
            assertThatThrownBy(source::list)
                    .isInstanceOf(MigrationsNotFoundException.class)
                    .hasMessageContaining("m/");
        }
    }

    @Test
    void unpacksProcessScriptsForTheirRunAndRemovesThem() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("in/m"));
        Files.writeString(folder.resolve("0001-a.sh"), "echo \"$0\" > \"$1.told\"");
        Path jar = directory.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("m/"));
            zip.putNextEntry(new ZipEntry("m/0001-a.sh"));
            Files.copy(folder.resolve("0001-a.sh"), zip);
        }
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        try (URLClassLoader loader = loader(jar)) {
            assertThat(sandbox.builder()
                            .classLoader(loader)
                            .migrations("classpath:m")
                            .build()
                            .migrate()
                            .after())
                    .isEqualTo(new Version(1));
        }
        Path unpacked =
                Path.of(Files.readString(Path.of(sandbox.database() + ".told")).strip());
        assertThat(unpacked.getFileName()).hasToString("0001-a.sh");
        assertThat(unpacked).doesNotExist();
        assertThat(unpacked.resolveSibling(".").normalize()).doesNotExist();
    }
}
