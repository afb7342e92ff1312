package io.fastmigrate.internal.adopt;

import io.fastmigrate.Adoption;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.process.SupervisedProcess;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.JDBC;

/**
 * A Liquibase that the user has: writes the SQL of change sets that are not SQL, in a separate process without network, and
 * without any connection to a database.
 *
 * @param path directory of a distribution, or a jar
 */
record LiquibaseProgram(Path path, Settings settings) {

    private static final List<String> FOLDERS = List.of("", "lib", "internal/lib");
    private static final List<String> ROOTS = List.of("yaml", "yml", "xml", "json", "sql");
    private static final String ROOT = "db/changelog/db.changelog-master.";
    private static final String APPLIED = "liquibase-history.csv";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int LONGEST = 2000;
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT");
    private static final Pattern SECRET = Pattern.compile("(?i).*(?:password|passwd|pwd|secret|token|key).*");
    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)(\\b[\\w.-]*(?:password|passwd|pwd|secret|token)[\\w.-]*\\s*[=:]\\s*|://[^/\\s@:]*:)[^&;,\\s)@]+");
    private static final String OTHERWISE =
            "Correct what it names in a copy of the changelogs and specify that copy (--from), or write the whole"
                    + " schema as one script (--squash).";
    private static final String WHAT_IT_NEEDS = "Specify the directory of a Liquibase distribution, or one with the"
            + " jar of liquibase-core and all that it needs, such as the one that mvn dependency:copy-dependencies makes"
            + " (--liquibase).";

    /**
     * Returns the change sets that Liquibase would run on an empty database, by file, id and author.
     *
     * @param directory a private one
     */
    Map<String, GeneratedChangeSet> changeSets(Adoption.Source source, AdoptingBackend.Kind database, Path directory) {
        ValueMarkers markers = new ValueMarkers(settings.get(Setting.VALUES));
        Map<String, String> texts = new HashMap<>(markers.values());
        texts.putAll(source.placeholders());
        try {
            Properties properties = new Properties();
            number(properties, "changelog.", changelogs(source));
            List<Path> classPath = new ArrayList<>(source.directories());
            classPath.addAll(jars());
            number(
                    properties,
                    "class-path.",
                    classPath.stream()
                            .map(each -> each.toAbsolutePath().toString())
                            .toList());
            unpackProgram(directory);
            Job job = new Job(properties, database, directory);
            Map<String, GeneratedChangeSet> filled = written(job, texts);
            if (markers.values().isEmpty()) {
                return filled;
            }
            Map<String, String> marked = new HashMap<>(markers.marks());
            marked.putAll(source.placeholders());
            return markers.kept(filled, marked(job, marked));
        } catch (GeneratedChangeSet.Failed e) {
            throw refusal(e, masked(String.valueOf(e.getMessage()), texts));
        } catch (IOException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "Liquibase cannot be run beside the new scripts: " + e + ". Nothing was changed.",
                            "Free disk space in " + directory + ", and adopt again.",
                            e);
        }
    }

    /**
     * What is asked of Liquibase.
     *
     * @param properties that are the same each time
     */
    private record Job(Properties properties, AdoptingBackend.Kind database, Path directory) {}

    /** What cannot be written with marks in the place of values is not there. */
    private Map<String, GeneratedChangeSet> marked(Job job, Map<String, String> texts) throws IOException {
        try {
            return written(job, texts);
        } catch (GeneratedChangeSet.Failed e) {
            return Map.of();
        }
    }

    /** On SQLite, Liquibase has to see tables whose columns it changes: then it runs the change sets, on an empty database. */
    private Map<String, GeneratedChangeSet> written(Job job, Map<String, String> texts)
            throws IOException, GeneratedChangeSet.Failed {
        try {
            return written(job, texts, Map.of("url", url(job.database())));
        } catch (GeneratedChangeSet.Failed e) {
            if (!job.database().product().equals("sqlite") || e.isOfItsClasses()) {
                throw e;
            }
            Path file = job.directory().resolve("liquibase.db");
            Files.deleteIfExists(file);
            return written(
                    job,
                    texts,
                    Map.of("file", file.toString(), "driver", sqliteDriver().orElse("")));
        }
    }

    /** Returns the jar with the driver that this program uses, where it is one. */
    private static Optional<String> sqliteDriver() {
        CodeSource source = JDBC.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    private Map<String, GeneratedChangeSet> written(Job job, Map<String, String> texts, Map<String, String> connection)
            throws IOException, GeneratedChangeSet.Failed {
        Path request = job.directory().resolve("liquibase-request.properties");
        Path answer = job.directory().resolve("liquibase-answer");
        Properties properties = new Properties();
        properties.putAll(job.properties());
        properties.putAll(connection);
        texts.forEach((name, text) -> properties.setProperty("value." + name, text));
        try (Writer writer = Files.newBufferedWriter(request, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        Files.deleteIfExists(job.directory().resolve(APPLIED));
        SupervisedProcess process = start(job.directory(), request, answer);
        int exit = await(process);
        if (exit != 0) {
            throw OldFiles.refusal(
                    "Liquibase ended with exit code " + exit + "." + masked(process.tail(), texts), OTHERWISE);
        }
        return GeneratedChangeSet.read(answer, job.database().takesDelimiters());
    }

    private static void number(Properties properties, String prefix, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            properties.setProperty(prefix + i, values.get(i));
        }
    }

    /** Without a connection; its list of applied change sets is a file that is not there yet. */
    private static String url(AdoptingBackend.Kind database) {
        return "offline:" + database.product() + "?version=" + database.version()
                + "&outputLiquibaseSql=none&changeLogFile=" + APPLIED;
    }

    private List<String> changelogs(Adoption.Source source) {
        OldFiles files = new OldFiles(source.directories());
        for (String changelog : source.changelogs()) {
            if (files.find(GeneratedChangeSet.plain(changelog)).isEmpty()) {
                throw OldFiles.refusal(
                        "The changelog " + changelog + " is not in " + places(source) + ".",
                        "Specify the directory that Liquibase's paths are relative to (--from), and the changelog as"
                                + " a path below it (--changelog).");
            }
        }
        if (!source.changelogs().isEmpty()) {
            return source.changelogs().stream().map(GeneratedChangeSet::plain).toList();
        }
        return ROOTS.stream()
                .map(ROOT::concat)
                .filter(root -> files.find(root).isPresent())
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> OldFiles.refusal(
                        "Liquibase's root changelog is not known: there is no " + ROOT + "yaml, .xml, .json or .sql in "
                                + places(source) + ".",
                        "Specify its path below that directory (--changelog)."));
    }

    private static String places(Adoption.Source source) {
        return source.directories().isEmpty()
                ? "any directory, because none is specified (--from)"
                : source.directories().toString();
    }

    /** Returns the named jar first, or all in the folders where a distribution has them. */
    private List<Path> jars() throws IOException {
        if (!Files.exists(path)) {
            throw OldFiles.refusal("There is no Liquibase at " + path + ".", WHAT_IT_NEEDS);
        }
        List<Path> jars = new ArrayList<>();
        boolean isJar = Files.isRegularFile(path);
        if (isJar) {
            jars.add(path);
        }
        for (String folder : FOLDERS) {
            Path place = isJar ? path.toAbsolutePath().resolveSibling(folder) : path.resolve(folder);
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.jar")) {
                    List<Path> all = new ArrayList<>();
                    found.forEach(all::add);
                    all.stream().sorted().forEach(jars::add);
                }
            }
        }
        if (jars.isEmpty()) {
            throw OldFiles.refusal("There is no jar in " + path + ".", WHAT_IT_NEEDS);
        }
        return jars;
    }

    private static void unpackProgram(Path directory) throws IOException {
        String name = LiquibaseUpdateSql.class.getName().replace('.', '/') + ".class";
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = LiquibaseUpdateSql.class.getResourceAsStream("LiquibaseUpdateSql.class")) {
            if (in == null) {
                throw new IOException("this program lacks its class " + name);
            }
            Files.copy(in, file);
        }
    }

    private EnrollFailedException refusal(GeneratedChangeSet.Failed failure, String message) {
        if (failure.kind().equals(ClassNotFoundException.class.getName()) && message.contains("liquibase.")) {
            return OldFiles.refusal("There is no Liquibase in " + path + ": " + message, WHAT_IT_NEEDS);
        }
        if (failure.kind().equals(UnsupportedClassVersionError.class.getName())) {
            return OldFiles.refusal(
                    "The Liquibase in " + path + " is for a newer Java than this one ("
                            + Runtime.version().feature() + "): " + message,
                    "Run this with that Java, or specify an older Liquibase (--liquibase).");
        }
        return failure.isOfItsClasses()
                ? OldFiles.refusal("The Liquibase in " + path + " is not complete: " + message, WHAT_IT_NEEDS)
                : OldFiles.refusal("Liquibase cannot write the SQL of the change sets: " + message, OTHERWISE);
    }

    /** Cuts a text, and takes out the values of placeholders whose names sound like passwords. */
    private static String masked(String text, Map<String, String> values) {
        String masked = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (SECRET.matcher(value.getKey()).matches() && !value.getValue().isEmpty()) {
                masked = masked.replace(value.getValue(), "***");
            }
        }
        masked = NAMED_SECRET.matcher(masked).replaceAll("$1***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) + " ..." : masked;
    }

    private static SupervisedProcess start(Path directory, Path request, Path answer) {
        Path java =
                Path.of(System.getProperty("java.home", ""), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Duser.timezone=UTC",
                "-DsocksProxyHost=127.0.0.1",
                "-DsocksProxyPort=9",
                "-Djava.util.logging.config.file=" + SupervisedProcess.nullDevice(),
                "-Dliquibase.analytics.enabled=false",
                "-Dliquibase.hub.mode=off",
                "-Dliquibase.duplicateFileMode=WARN",
                "-cp",
                ".",
                LiquibaseUpdateSql.class.getName(),
                String.valueOf(request.getFileName()),
                String.valueOf(answer.getFileName())));
        builder.directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> !ENVIRONMENT.contains(name.toUpperCase(Locale.ROOT)));
        builder.redirectInput(SupervisedProcess.nullDevice());
        try {
            return SupervisedProcess.start(builder, line -> {});
        } catch (IOException e) {
            throw Bridge.errors()
                    .enrollFailed(
                            "Liquibase cannot be run: " + java + " cannot be started (" + e.getMessage() + ").",
                            "Run this with an installed Java 17 or later. Nothing was changed.",
                            e);
        }
    }

    private int await(SupervisedProcess process) {
        Duration limit = settings.limit(Setting.SCRIPT_TIMEOUT).orElse(LIMIT);
        try {
            return process.await(Optional.of(limit), () -> {}, () -> {})
                    .orElseThrow(() -> OldFiles.refusal(
                            "Liquibase did not end within " + limit.toSeconds() + " seconds, and was ended.",
                            "Set script-timeout to a longer time, or write the whole schema as one script"
                                    + " (--squash)."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors()
                    .enrollFailed(
                            "Adopting was interrupted while Liquibase ran.", "Adopt again. Nothing was changed.", e);
        }
    }
}
