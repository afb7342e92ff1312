package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The downloads as users have them: the command line, and the server that is unzipped into it. */
@DisabledOnOs(OS.WINDOWS)
class DistributionIT {

    private static final Path COMMAND_LINE = Path.of("../fastmigrate-cli/target/dist");

    private static final String MODULES_OF_THE_IMAGE = "io.fastmigrate.cli,org.slf4j.nop,java.sql,java.naming,"
            + "java.management,java.security.jgss,java.security.sasl,jdk.net,jdk.unsupported";

    @TempDir
    Path directory;

    private Path installation;
    private Project project;

    @BeforeEach
    void install() throws Exception {
        installation = directory.resolve("installation");
        project = Project.in(Files.createDirectory(directory.resolve("project")));
        try (Stream<Path> files = Files.walk(COMMAND_LINE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = installation.resolve(COMMAND_LINE.relativize(file).toString());
                Files.copy(file, copy);
                copy.toFile().setExecutable(true);
            }
        }
    }

    private List<String> words() {
        return List.of(installation.resolve("bin/fastmigrate").toString(), "mcp", "--db", "data/app.db");
    }

    @Test
    void isNoPartOfTheCommandLine() throws Exception {
        Process process = new ProcessBuilder(words())
                .directory(project.directory().toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Unzip fastmigrate-mcp-", " into " + installation.toRealPath() + ", or set FASTMIGRATE_MCP");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void isFoundInTheFolderOfTheInstallation() throws Exception {
        List<String> names = unzip();

        assertThat(names)
                .allMatch(name -> name.startsWith("mcp/"))
                .anyMatch(name -> name.startsWith("mcp/fastmigrate-mcp-"))
                .noneMatch(
                        name -> name.contains("slf4j") || name.contains("sqlite") || name.contains("fastmigrate-core"));
        try (Client client = Client.byWords(project, words())) {
            assertThat(client.tools()).hasSize(7);
            assertThat(Client.object(client.call("status")).get("version")).isEqualTo(1);
            assertThat(client.sdk().getServerInfo().version()).matches("\\d+\\.\\d+\\.\\d+.*");
        }
    }

    /** The downloads that need no Java have the modules that {@code dev/image} names, and nothing else. */
    @Test
    void isFoundByACommandLineOfModules() throws Exception {
        unzip();
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                installation.resolve("lib").toString(),
                "--limit-modules",
                MODULES_OF_THE_IMAGE,
                "-m",
                "io.fastmigrate.cli/io.fastmigrate.cli.Main"));
        words.addAll(words().subList(1, words().size()));
        try (Client client = Client.byWords(project, words)) {
            assertThat(Client.object(client.call("status")).get("version")).isEqualTo(1);
        }
    }

    private List<String> unzip() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path zip = files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
            List<String> names = new ArrayList<>();
            try (InputStream in = Files.newInputStream(zip);
                    ZipInputStream entries = new ZipInputStream(in)) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    Path file = installation.resolve(entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                    } else {
                        names.add(entry.getName());
                        Files.createDirectories(file.getParent());
                        Files.copy(entries, file);
                    }
                }
            }
            return names;
        }
    }
}
