package io.fastmigrate.spring.tenants;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.internal.StarterLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a pattern such as {@code data/tenants/*.db} finds, in the order of their paths. */
public final class TenantFiles implements TenantDatabases {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private final Path base;
    private final PathMatcher matcher;
    private final int depth;

    private TenantFiles(Path base, PathMatcher matcher, int depth) {
        this.base = base;
        this.matcher = matcher;
        this.depth = depth;
    }

    public static TenantFiles of(String given) {
        String pattern = given.strip();
        String property = "fastmigrate.tenants.db";
        if (pattern.startsWith("jdbc:")) {
            throw InvalidSettingException.of(
                    property + " is a pattern for files, not a JDBC URL.",
                    "Declare a TenantDatabases bean that returns the URLs of the tenants' databases.");
        }
        List<String> names = List.of(pattern.split("/", -1));
        int wild = 0;
        while (wild < names.size() && !WILD.matcher(names.get(wild)).find()) {
            wild++;
        }
        if (wild == names.size()) {
            throw InvalidSettingException.of(
                    property + " has no placeholder for the tenant's name: " + pattern,
                    "Write it as a pattern, like data/tenants/*.db; one database alone is named by fastmigrate.db.");
        }
        List<String> rest = names.subList(wild, names.size());
        try {
            requirePath(pattern);
            Path base = Path.of(String.join("/", names.subList(0, wild)) + (wild == 0 ? "" : "/"));
            return new TenantFiles(
                    base.toAbsolutePath().normalize(),
                    base.getFileSystem().getPathMatcher("glob:" + String.join("/", rest)),
                    rest.stream().anyMatch(name -> name.contains("**")) ? Integer.MAX_VALUE : rest.size());
        } catch (InvalidPathException | PatternSyntaxException e) {
            throw InvalidSettingException.of(
                    property + " is not a valid pattern: " + e.getMessage(), "Write it like data/tenants/*.db.");
        }
    }

    /** The engine would refuse a file that it is asked to create there; a pattern of such a path would only never match. */
    private static void requirePath(String pattern) {
        if (pattern.startsWith("file:")) {
            throw InvalidSettingException.of(
                    "fastmigrate.tenants.db is a pattern for files, not a URI: " + pattern, "Remove file: from it.");
        }
        String example = pattern.replaceAll("[*?\\[\\]{}]", "x");
        try {
            FastMigrate.database(example).build();
        } catch (InvalidSettingException e) {
            throw InvalidSettingException.of("fastmigrate.tenants.db: " + e.getMessage(), e.advice());
        }
    }

    @Override
    public Collection<String> databases() {
        if (!Files.isDirectory(base)) {
            log.warn("The directory {} does not exist, so there is no tenant yet", base);
            return List.of();
        }
        try {
            return Fleet.findFiles(base, matcher, depth).stream()
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw InvalidSettingException.of(
                    "The tenants' databases cannot be listed: " + e,
                    "Give this user permission to read " + base + " and what is below it.");
        }
    }
}
