package io.fastmigrate.internal.settings;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.adapter.AdapterBackend;
import io.fastmigrate.internal.adapter.InstalledAdapters;
import io.fastmigrate.internal.bridge.OneLine;
import io.fastmigrate.internal.jdbc.JdbcBackend;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.script.LocaleLetters;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.sqlite.SqliteBackend;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** What a person writes as {@code db}, and the backend it means. */
public final class Database {

    /** How a text is told to be no path; a {@link Path} needs none of them. */
    private static final class Texts {

        /** At least two letters: one alone is a drive of Windows. */
        static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

        static final Pattern OTHER_PARAMETER = Pattern.compile("[;&]\\s*[\\w.%-]+\\s*=");
        /** What may be a user and a password, or a server's URL, without slashes. */
        static final Pattern LOGIN = Pattern.compile(
                "^[^:]+:.*[:@]|^(?i:sqlite|postgres|mysql|maria|oracle|sqlserver|mssql|db2|mongo|redis|h2|duckdb|jdbc)[^:/]*:",
                Pattern.DOTALL);

        /** What no path holds, but a URL or a connection string with a login does, also one in quotes. */
        static final Pattern CONNECTION = Pattern.compile(
                String.join(
                        "|",
                        "(?i)jdbc:",
                        "[a-z][a-z0-9+.-]+:[/]{2}",
                        "(?:password|passwd|passphrase|pwd|secret|token|[a-z_]key|\\bkey)\\s*=",
                        "[^/\\\\]+/[^/]+@[^/]*:",
                        "^[\"'].*:",
                        "^[/]{2}[^@]*:[^@]*@"),
                Pattern.DOTALL);

        /** Of H2 and DuckDB: each connection has one for itself. */
        static final Pattern UNNAMED_MEMORY =
                Pattern.compile("jdbc:(?:h2:(?i:mem):|duckdb:(?::?memory:)?)(?:[;?].*)?", Pattern.DOTALL);

        static final Pattern AUTHORITY = Pattern.compile("[/]{2}[^@]*:[^@]*@");
    }

    private static final String FILE = "file:";
    private static final String JDBC = "jdbc:";
    private static final String SQLITE = "jdbc:sqlite:";

    private Database() {}

    public static Backend<?> file(Path path) {
        return sqlite(inDefaultFileSystem("database", path).toString());
    }

    /**
     * SQLite, processes and servers' programs open files by the operating system, which knows one file system alone.
     *
     * @throws InvalidSettingException if the path is of another one, such as that of a zip file, or was meant for a shell
     */
    public static Path inDefaultFileSystem(String what, Path path) {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw InvalidSettingException.of(
                    "The " + what + " is not in the file system of this machine, but in one of "
                            + path.getFileSystem().provider().getScheme() + ": " + OneLine.of(path.toString()),
                    "Use a path of the default file system (Path.of). For scripts in a jar, use classpath:.");
        }
        UnexpandedPath.refuse(what, path.toString());
        return path;
    }

    public static Backend<?> dataSource(DataSource dataSource, JdbcAccess access) {
        Optional<Backend<?>> sqlite = SqliteBackend.ifSqlite(dataSource);
        return sqlite.isPresent() ? sqlite.get() : JdbcBackend.dataSource(dataSource, access);
    }

    /**
     * A JDBC URL says by itself what is meant. Otherwise a {@code config.py} beside the scripts decides, as it does for the
     * Python tool; without one, a text that begins with a scheme may be an installed adapter's.
     */
    public static Backend<?> of(String given, Settings settings) {
        String text = tidy(given);
        if (text.startsWith(JDBC) || text.isBlank()) {
            return parse(text, settings.access());
        }
        Optional<Script> config = ScriptLocation.source(settings.get(Setting.MIGRATIONS), settings.classLoader())
                .adapter();
        if (config.isPresent()) {
            return configPy(config.get(), given, settings);
        }
        if (!Texts.SCHEME.matcher(text).lookingAt()) {
            requirePath(text);
            return sqlite(text);
        }
        return InstalledAdapters.find(text, settings.classLoader(), settings.limit(Setting.HOOK_TIMEOUT))
                .orElseGet(() -> withoutAdapter(text));
    }

    /** What begins with {@code jdbc:} or {@code file:}, in letters of whatever case and behind whatever blanks, is a URL. */
    private static String tidy(String given) {
        String text = given.strip();
        if (text.regionMatches(true, 0, FILE, 0, FILE.length())) {
            return FILE + text.substring(FILE.length());
        }
        if (!text.regionMatches(true, 0, JDBC, 0, JDBC.length())) {
            return text;
        }
        int end = text.indexOf(':', JDBC.length());
        return end < 0
                ? JDBC + text.substring(JDBC.length())
                : text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
    }

    private static Backend<?> configPy(Script config, String text, Settings settings) {
        Listeners listeners = settings.listeners();
        return AdapterBackend.of(
                config,
                text,
                settings.get(Setting.PYTHON),
                settings.limit(Setting.HOOK_TIMEOUT),
                (script, line) -> listeners.tell(listener -> listener.onOutput(script, line)));
    }

    /** A file may have a colon in its name; but none is made of what may be a URL with a password. */
    private static Backend<?> withoutAdapter(String text) {
        if (text.startsWith(FILE)) {
            return sqlite(SQLITE + text);
        }
        if (!text.contains("://") && (!Texts.LOGIN.matcher(text).find() || isFile(text))) {
            return sqlite(text);
        }
        String rest = text.contains("://") ? "://..." : ":...";
        throw InvalidSettingException.of(
                "No adapter is installed for this database: " + text.substring(0, text.indexOf(':')) + rest,
                "Give the path of a SQLite file (./ before a name with a colon) or a URL that begins with jdbc:, or"
                        + " put an adapter for it on the class path.");
    }

    /** No file, and no folder, is ever made that is named after a login. */
    private static void requirePath(String text) {
        if (Texts.CONNECTION.matcher(text).find() && !isFile(text)) {
            throw InvalidSettingException.of(
                    "db is neither the path of a file nor a URL that begins with jdbc: or with the name of"
                            + " an adapter, but it looks like a connection string. It is not shown, because"
                            + " it may contain a password.",
                    "Set db to a path such as data/app.db, or a URL such as jdbc:postgresql://host/database,"
                            + " without quotes.");
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static Backend<?> parse(String text, JdbcAccess access) {
        boolean isServer = text.startsWith(JDBC) && !text.startsWith(SQLITE) && text.length() > JDBC.length();
        if (isServer && Texts.UNNAMED_MEMORY.matcher(text).matches()) {
            throw inMemory();
        }
        return isServer ? JdbcBackend.url(text, access) : sqlite(text);
    }

    private static InvalidSettingException inMemory() {
        return InvalidSettingException.of(
                "A database in memory has no path: every connection to :memory: opens a new and empty one.",
                "Specify a file; or, for tests, migrate the DataSource that the application itself uses.");
    }

    private static Backend<?> sqlite(String text) {
        String path = text.startsWith(SQLITE) ? pathOfUrl(text.substring(SQLITE.length())) : text;
        if (path.isBlank()) {
            throw InvalidSettingException.of(
                    "No database is set: db is empty.", "Set db to the path of the SQLite file, such as data/app.db.");
        }
        if (path.equals(":memory:") || isMemoryUri(text)) {
            throw inMemory();
        }
        if (text.startsWith(SQLITE) && path.startsWith(":resource:")) {
            throw InvalidSettingException.of(
                    "A database in a resource cannot be migrated: the driver opens a copy of it.",
                    "Copy it to a file, and set db to the path of that file.");
        }
        if (path.regionMatches(true, 0, JDBC, 0, JDBC.length())) {
            throw InvalidSettingException.of(
                    "This JDBC URL does not name a database: " + (path.equals(JDBC) ? JDBC : "jdbc:..."),
                    "Give the path of a SQLite file, or a URL such as jdbc:postgresql://host/database.");
        }
        UnexpandedPath.refuse("database", path);
        try {
            return SqliteBackend.file(Path.of(path));
        } catch (InvalidPathException e) {
            throw InvalidSettingException.of(
                    "The database's path is not valid: " + e.getReason()
                            + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)),
                    LocaleLetters.lacks(path)
                            ? "The locale does not support these characters: start Java with LC_ALL=C.UTF-8."
                            : "Correct db.");
        }
    }

    /**
     * Parameters are dropped: they are settings of an application's connections, and the engine has its own. In a URI the driver
     * drops what follows # as well.
     */
    private static String pathOfUrl(String rest) {
        String path = rest.replaceFirst(rest.startsWith(FILE) ? "(?s)[?#].*$" : "(?s)[?].*$", "");
        if (Texts.AUTHORITY.matcher(rest).lookingAt()) {
            requirePath(rest);
        }
        if (Texts.OTHER_PARAMETER.matcher(path).find()) {
            throw InvalidSettingException.of(
                    "The parameters of this URL of SQLite do not begin with a question mark: " + SQLITE + "...",
                    "Write jdbc:sqlite:PATH?name=value. The engine needs none of them.");
        }
        if (!path.startsWith(FILE)) {
            requirePath(path);
            return path;
        }
        String file = path.substring(FILE.length()).replaceFirst("^//(?:localhost)?/", "/");
        requirePath(file);
        try {
            return URLDecoder.decode(file.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw InvalidSettingException.of(
                    "The database's URL is not encoded correctly: " + e.getMessage(),
                    "Write % as %25 in it, or set db to the path itself.");
        }
    }

    private static boolean isMemoryUri(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith(SQLITE) && (lower.contains("mode=memory") || lower.contains(":memory:"));
    }
}
