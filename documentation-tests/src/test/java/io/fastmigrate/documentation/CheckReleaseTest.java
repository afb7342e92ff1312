package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dev/check-release} finds nothing in a whole release, and says what is wrong in one that is broken in one place. */
@ExtendWith(RequiresGpg.class)
class CheckReleaseTest {

    private static final List<String> PUBLISHED = List.of("example", "example-bom");
    private static final String POM = "org/example/example/1.2.0/example-1.2.0.pom";
    private static final String JAR = "org/example/example/1.2.0/example-1.2.0.jar";
    private static final String SOURCES = "org/example/example/1.2.0/example-1.2.0-sources.jar";
    private static final String JAVADOC = "org/example/example/1.2.0/example-1.2.0-javadoc.jar";
    private static final String COMPONENTS = "org/example/example/1.2.0/example-1.2.0-cyclonedx.json";

    @TempDir
    static Path shared;

    private static ReleaseDirectory whole;
    private static URLClassLoader checker;

    @TempDir
    Path directory;

    private ReleaseDirectory release;

    @BeforeAll
    static void writeReleaseAndCompileChecker() throws Exception {
        Path source = Path.of("..", "dev", "CheckRelease.java");
        Path classes = Files.createDirectory(shared.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        checker = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        whole = new ReleaseDirectory(shared.resolve("release"), shared.resolve("gpg"));
        whole.write();
    }

    @AfterAll
    static void close() throws IOException {
        checker.close();
    }

    @BeforeEach
    void copyRelease() throws Exception {
        release = whole.copyTo(directory.resolve("release"));
    }

    @Test
    void findsNothingInAWholeRelease() throws Exception {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        JAR + ",                 is missing",
        SOURCES + ",             is missing",
        JAVADOC + ",             is missing",
        COMPONENTS + ",          is missing",
        JAR + ".md5,             has no .md5",
        SOURCES + ".sha1,        has no .sha1",
        POM + ".asc,             has no signature",
        COMPONENTS + ".asc,      has no signature",
    })
    void saysWhichFileIsMissing(String file, String problem) throws Exception {
        release.delete(file);

        assertThat(problems()).anySatisfy(text -> assertThat(text).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "description",
                "url",
                "licenses",
                "developers",
                "organization",
                "organizationUrl",
                "scm",
                "connection",
                "developerConnection"
            })
    void saysWhatAPomLacks(String element) throws Exception {
        release.change(POM, text -> text.replaceFirst("(?s)<" + element + ">.*?</" + element + ">", ""));

        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(
                        text -> assertThat(text).startsWith(POM + " has no ").contains(element));
    }

    @Test
    void refusesAPomThatNeedsMoreThanItself() throws Exception {
        release.change(
                POM,
                text -> text.replace(
                        "</project>", "<parent><groupId>org.example</groupId></parent><repositories/></project>"));

        assertThat(problems())
                .containsExactly(
                        POM + " has a parent: users would have to reach it",
                        POM + " has a repositories: users would have to reach it");
    }

    @Test
    void refusesDependenciesThatUsersCannotHave() throws Exception {
        release.change(POM, text -> text.replace("<version>2.0.20</version>", ""));
        assertThat(problems()).containsExactly(POM + " gives org.slf4j:slf4j-api no version");

        release = whole.copyTo(directory.resolve("property"));
        release.change(POM, text -> text.replace(">2.0.20<", ">${slf4j.version}<"));
        assertThat(problems()).containsExactly(POM + " gives org.slf4j:slf4j-api no version");

        release = whole.copyTo(directory.resolve("changing"));
        release.change(POM, text -> text.replace(">2.0.20<", ">2.0.21-SNAPSHOT<"));
        assertThat(problems()).containsExactly(POM + " needs org.slf4j:slf4j-api in a version that can change");

        release = whole.copyTo(directory.resolve("ours"));
        release.change(POM, text -> text.replace(">org.slf4j<", ">org.example<"));
        assertThat(problems()).containsExactly("slf4j-api is a dependency of a published module, and is not here");
    }

    @Test
    void refusesAVersionThatCanChange() throws Exception {
        release.change(POM, text -> text.replace("<version>1.2.0</version>", "<version>1.2.0-SNAPSHOT</version>"));

        assertThat(problems())
                .contains(
                        POM + " has a version that can change",
                        "the modules have several versions: [1.2.0, 1.2.0-SNAPSHOT]")
                .anySatisfy(text -> assertThat(text).startsWith(POM + " says that its place is "));
    }

    @Test
    void refusesASignatureByAnotherKeyAndOfOtherBytes() throws Exception {
        release.signByAnotherKey(JAVADOC, directory.resolve("another"));
        assertThat(problems())
                .containsExactly(JAVADOC + ".asc is no signature of example-1.2.0-javadoc.jar by this key");

        release = whole.copyTo(directory.resolve("exchanged"));
        release.copy(SOURCES + ".asc", JAR + ".asc");
        assertThat(problems()).containsExactly(JAR + ".asc is no signature of example-1.2.0.jar by this key");
    }

    @Test
    void refusesChecksumsOfOtherBytes() throws Exception {
        release.write(JAR + ".sha1", "0".repeat(40));
        release.write(JAR + ".sha512", "0".repeat(128));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        JAR + ".sha1 is not the checksum of example-1.2.0.jar",
                        JAR + ".sha512 is not the checksum of example-1.2.0.jar");
    }

    @Test
    void refusesJarsWithoutWhatTheyAreFor() throws Exception {
        release.copySigned(JAR, SOURCES);
        release.copySigned(JAR, JAVADOC);
        release.writeSigned(COMPONENTS, "{}");
        release.writeSigned(JAR, "");

        assertThat(problems())
                .hasSize(5)
                .contains(
                        SOURCES + " has no .java",
                        JAVADOC + " has no index.html",
                        COMPONENTS + " is not a CycloneDX list of the components of example 1.2.0",
                        JAR + " is empty")
                .anySatisfy(text -> assertThat(text).startsWith(JAR + " cannot be read"));
    }

    @Test
    void saysWhichModulesAndFilesAreTooManyOrTooFew() throws Exception {
        release.write("org/example/example/1.2.0/notes.txt", "left");
        assertThat(problems()).containsExactly("org/example/example/1.2.0/notes.txt belongs to no POM beside it");

        release = whole.copyTo(directory.resolve("modules"));
        assertThat(problems(List.of("example", "example-cli")))
                .containsExactly(
                        "example-cli is published, and is not here", "example-bom is here, and is not published");
    }

    @Test
    void knowsWhatThisProjectPublishes() throws Exception {
        Object published = checker.loadClass("CheckRelease")
                .getMethod("publishedModules", Path.class)
                .invoke(null, Path.of(".."));

        assertThat(published)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrder(
                        "fastmigrate-bom",
                        "fastmigrate-cli",
                        "fastmigrate-core",
                        "fastmigrate-lint",
                        "fastmigrate-maven-plugin",
                        "fastmigrate-mcp",
                        "fastmigrate-report",
                        "fastmigrate-schema",
                        "fastmigrate-spring-boot-starter",
                        "fastmigrate-test");
    }

    private List<String> problems() throws Exception {
        return problems(PUBLISHED);
    }

    @SuppressWarnings("unchecked")
    private List<String> problems(List<String> published) throws Exception {
        return (List<String>) checker.loadClass("CheckRelease")
                .getMethod("problems", Path.class, Path.class, List.class)
                .invoke(null, release.path(), release.publicKey(), published);
    }
}
