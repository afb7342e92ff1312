package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small release as Maven deploys it into a directory: one library and a BOM, signed with a key that is thrown away. */
final class ReleaseDirectory {

    private static final String LIBRARY = "org/example/example/1.2.0/example-1.2.0";
    private static final String DESCRIPTION = """
              <name>Example</name>
              <description>An example.</description>
              <url>https://example.org</url>
              <licenses>
                <license>
                  <name>Apache License, Version 2.0</name>
                  <url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>
                </license>
              </licenses>
              <developers>
                <developer>
                  <name>The maintainers</name>
                  <organization>Example</organization>
                  <organizationUrl>https://example.org</organizationUrl>
                </developer>
              </developers>
              <scm>
                <connection>scm:git:https://example.org/example.git</connection>
                <developerConnection>scm:git:ssh://git@example.org/example.git</developerConnection>
                <url>https://example.org/example</url>
              </scm>
            """;
    private static final String DEPENDENCY = """
              <dependencies>
                <dependency>
                  <groupId>org.slf4j</groupId>
                  <artifactId>slf4j-api</artifactId>
                  <version>2.0.20</version>
                </dependency>
              </dependencies>
            """;
    private static final String MANAGED = """
              <dependencyManagement>
                <dependencies>
                  <dependency>
                    <groupId>org.example</groupId>
                    <artifactId>example</artifactId>
                    <version>${project.version}</version>
                  </dependency>
                </dependencies>
              </dependencyManagement>
            """;

    private final Path path;
    private final Path gpg;

    ReleaseDirectory(Path path, Path gpg) {
        this.path = path;
        this.gpg = gpg;
    }

    Path path() {
        return path;
    }

    Path publicKey() {
        return gpg.resolve("public.asc");
    }

    void write() throws Exception {
        makeKey(gpg);
        writeSigned(LIBRARY + ".pom", pom("example", "jar", DEPENDENCY));
        writeSigned("org/example/example-bom/1.2.0/example-bom-1.2.0.pom", pom("example-bom", "pom", MANAGED));
        writeJar(LIBRARY + ".jar", "META-INF/MANIFEST.MF");
        writeJar(LIBRARY + "-sources.jar", "org/example/Example.java");
        writeJar(LIBRARY + "-javadoc.jar", "index.html");
        writeSigned(LIBRARY + "-cyclonedx.json", """
                {"bomFormat": "CycloneDX", "metadata": {"component": {"purl": "pkg:maven/org.example/example@1.2.0?type=jar"}}}
                """);
        write("org/example/example/maven-metadata.xml", "<metadata/>");
    }

    ReleaseDirectory copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(path.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return new ReleaseDirectory(target, gpg);
    }

    void write(String file, String text) throws IOException {
        Files.createDirectories(path.resolve(file).getParent());
        Files.writeString(path.resolve(file), text);
    }

    /** Writes a file with its checksums and its signature. */
    void writeSigned(String file, String text) throws Exception {
        write(file, text);
        complete(file, gpg);
    }

    void change(String file, UnaryOperator<String> change) throws Exception {
        String before = Files.readString(path.resolve(file));
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        writeSigned(file, after);
    }

    void copy(String file, String to) throws IOException {
        Files.copy(path.resolve(file), path.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    void copySigned(String file, String to) throws Exception {
        copy(file, to);
        complete(to, gpg);
    }

    void delete(String file) throws IOException {
        Files.delete(path.resolve(file));
    }

    void signByAnotherKey(String file, Path another) throws Exception {
        makeKey(another);
        complete(file, another);
    }

    private static String pom(String artifact, String packaging, String more) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>%s</artifactId>
                  <version>1.2.0</version>
                  <packaging>%s</packaging>
                %s%s</project>
                """.formatted(artifact, packaging, DESCRIPTION, more);
    }

    private void writeJar(String file, String entry) throws Exception {
        Files.createDirectories(path.resolve(file).getParent());
        try (OutputStream out = Files.newOutputStream(path.resolve(file));
                ZipOutputStream jar = new ZipOutputStream(out)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write("text".getBytes(StandardCharsets.UTF_8));
        }
        complete(file, gpg);
    }

    private void complete(String file, Path key) throws Exception {
        byte[] bytes = Files.readAllBytes(path.resolve(file));
        for (String algorithm : List.of("MD5", "SHA-1")) {
            String ending = algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            write(
                    file + "." + ending,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance(algorithm).digest(bytes)));
        }
        Path signature = path.resolve(file + ".asc");
        Files.deleteIfExists(signature);
        gpg(
                key,
                "--armor",
                "--output",
                signature.toString(),
                "--detach-sign",
                path.resolve(file).toString());
    }

    private static void makeKey(Path folder) throws Exception {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        gpg(folder, "--quick-generate-key", "Thrown away <release@example.org>", "ed25519", "sign", "never");
        gpg(folder, "--armor", "--output", folder.resolve("public.asc").toString(), "--export");
    }

    /** The agent that gpg starts for itself ends when its folder is deleted. */
    private static void gpg(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--quiet", "--homedir", folder.toString()));
        command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
