package io.fastmigrate.spring.internal;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes passwords and absolute directories out of a text for people, and leaves the names of the files. */
public final class Redaction {

    /**
     * A directory from the root on, also in a {@code file:} URI. A name with spaces ends here at its first one, which is
     * why the directories that can be known are taken out before.
     */
    private static final String ROOTED =
            "(?<!https?:)(?<![\\w.~)\\]/\\\\-])(?:[A-Za-z]:)?(?:/{1,3}|\\\\)(?:[^\\s/\\\\'\"]+[/\\\\])*(?=[^\\s/\\\\])";

    /** Hosts and ports of a URL, which are no directory; what stands behind them after two slashes is one of the server's. */
    private static final String HOSTS =
            "((?<!(?i:file|sqlite|duckdb))[:@]//[^/\\s'\"]+)(?://(?:[^\\s/\\\\'\"]+/)*(?=[^\\s/]))?";

    private static final Pattern DIRECTORY = Pattern.compile(HOSTS + "|" + ROOTED);

    /** User and password of a URL. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/\\s?#'\"]*@");

    /** What a URL or a driver calls password, or something like it. */
    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)((?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api_?key|access_?key|hexkey)\\s*=\\s*)[^\\s&;,'\")]+");

    private final UnaryOperator<String> step;

    private Redaction(UnaryOperator<String> step) {
        this.step = step;
    }

    /** Takes out passwords alone. */
    public static Redaction ofSecrets() {
        return new Redaction(Redaction::withoutSecrets);
    }

    private static String withoutSecrets(String text) {
        return NAMED_SECRET
                .matcher(USER_INFO.matcher(text).replaceAll("//"))
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + "***"));
    }

    /** Knows the directories of this database and of its scripts. */
    public static Redaction of(FastMigrate database) {
        return of(database.databaseName(), database);
    }

    /** Knows the directories of the database of this name, and of the scripts that it shares with another one. */
    public static Redaction of(String databaseName, FastMigrate sameScripts) {
        List<String> directories = new ArrayList<>();
        Stream.concat(Stream.of(databaseName).flatMap(Redaction::asPath), scriptPaths(sameScripts))
                .flatMap(path -> Stream.ofNullable(path.toAbsolutePath().getParent()))
                .map(Path::toString)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(directories::add);
        return new Redaction(text -> {
            String result = text;
            for (String directory : directories) {
                result = result.replace(directory + "/", "").replace(directory + "\\", "");
            }
            return withoutDirectories(withoutSecrets(result));
        });
    }

    private static String withoutDirectories(String text) {
        return DIRECTORY.matcher(text).replaceAll(match -> {
            String hosts = match.group(1);
            String kept = hosts == null ? "" : match.group().equals(hosts) ? hosts : hosts + "//";
            return Matcher.quoteReplacement(kept);
        });
    }

    public String apply(String text) {
        return step.apply(text);
    }

    private static Stream<Path> asPath(String name) {
        try {
            return Stream.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private static Stream<Path> scriptPaths(FastMigrate database) {
        try {
            return database.scripts().stream().map(Script::path).flatMap(Optional::stream);
        } catch (FastMigrateException e) {
            return Stream.empty();
        }
    }
}
