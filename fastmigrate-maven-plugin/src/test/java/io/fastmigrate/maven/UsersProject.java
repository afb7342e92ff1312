package io.fastmigrate.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A project of a user in a directory, and Maven, which is started on it as a user starts it. */
final class UsersProject {

    private static final Path REPOSITORY = Path.of(property("it.repository"));

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private String servers = "";

    UsersProject(Path directory) {
        this.directory = directory;
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("Run this test by Maven, which sets " + name);
        }
        return value;
    }

    static String version() {
        return property("it.version");
    }

    /** Writes the POM of a project that has the plugin. */
    UsersProject pom(String configuration, String... dependencies) throws IOException {
        return file(
                "pom.xml",
                projectXml("app", "<build><plugins>" + plugin(configuration, dependencies) + "</plugins></build>"));
    }

    /** Writes the POM of a module that has the plugin. */
    UsersProject module(String name, String configuration, String... dependencies) throws IOException {
        String plugins = "<build><plugins>" + plugin(configuration, dependencies) + "</plugins></build>";
        return file(name + "/pom.xml", projectXml(name, plugins));
    }

    static String projectXml(String name, String content) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  %s
                </project>
                """.formatted(name, content);
    }

    /** Returns the plugin with its goal migrate bound to the lifecycle. */
    static String plugin(String configuration, String... dependencies) {
        return """
                <plugin>
                  <groupId>io.fastmigrate</groupId>
                  <artifactId>fastmigrate-maven-plugin</artifactId>
                  <version>%s</version>
                  <executions><execution><goals><goal>migrate</goal></goals></execution></executions>
                  <configuration>%s</configuration>
                  <dependencies>%s</dependencies>
                </plugin>
                """.formatted(version(), configuration, String.join("", dependencies));
    }

    static String dependency(String groupId, String artifactId, String version) {
        return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
                .formatted(groupId, artifactId, version);
    }

    UsersProject file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    UsersProject environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Adds a server to settings.xml. */
    UsersProject server(String id, String username, String password) {
        servers += "<server><id>%s</id><username>%s</username><password>%s</password></server>"
                .formatted(id, username, password);
        return this;
    }

    /** Runs a goal of the plugin that no phase starts. */
    Build goal(String goal, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("io.fastmigrate:fastmigrate-maven-plugin:" + version() + ":" + goal);
        return maven(all.toArray(String[]::new));
    }

    /** Runs Maven with its own local repository, which finds in the builder's what that has already. */
    Build maven(String... arguments) throws IOException, InterruptedException {
        Path settings = Files.createTempFile(REPOSITORY.getParent(), "settings", ".xml");
        Files.writeString(settings, settings());
        List<String> command = new ArrayList<>(List.of(
                Path.of(property("it.maven"), "bin", "mvn").toString(),
                "-B",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        Files.delete(settings);
        return new Build(process.waitFor(), output);
    }

    /** Encrypts a text by an option of Maven; what it prints is the last line. */
    String encrypted(String option, String text, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.add(option);
        arguments.add(text);
        String output = maven(arguments.toArray(String[]::new)).output();
        return output.substring(output.lastIndexOf('{'), output.lastIndexOf('}') + 1);
    }

    private String settings() {
        return """
                <settings>
                  <servers>%s</servers>
                  <profiles>
                    <profile>
                      <id>builders-repository</id>
                      <repositories>
                        <repository><id>builder</id><url>%s</url></repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository><id>builder</id><url>%s</url></pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>builders-repository</activeProfile></activeProfiles>
                </settings>
                """.formatted(servers, buildersRepository(), buildersRepository());
    }

    /** Returns the URL of the local repository of the one who builds. */
    static String buildersRepository() {
        return Path.of(property("it.settings.repository")).toUri().toString();
    }

    /** How a build ended, and what it wrote to its log. */
    record Build(int exitCode, String output) {

        /** Returns the lines that the plugin wrote, without Maven's prefix and its own. */
        List<String> lines() {
            return output.lines()
                    .filter(line -> line.contains("fastmigrate: "))
                    .map(line -> line.substring(line.indexOf("fastmigrate: ") + "fastmigrate: ".length()))
                    .toList();
        }
    }
}
