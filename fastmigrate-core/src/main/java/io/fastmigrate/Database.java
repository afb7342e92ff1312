package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.backend.adapter.AdapterBackend;
import io.fastmigrate.backend.adapter.InstalledAdapters;
import io.fastmigrate.backend.jdbc.JdbcAccess;
import io.fastmigrate.backend.jdbc.JdbcBackend;
import io.fastmigrate.backend.sqlite.SqliteBackend;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.Script;
import io.fastmigrate.source.ScriptSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** What a person writes as {@code db}, and the backend it means. */
final class Database {

    /** At least two letters: one alone is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private static final String JDBC = "jdbc:";
    private static final String SQLITE = "jdbc:sqlite:";

    private Database() {}

    static Backend file(Path path) {
        return sqlite(path.toString());
    }

    static Backend dataSource(DataSource dataSource, JdbcAccess access) {
        Optional<Backend> sqlite = SqliteBackend.ifSqlite(dataSource);
        return sqlite.isPresent() ? sqlite.get() : JdbcBackend.dataSource(dataSource, access);
    }

    /**
     * A JDBC URL says by itself what is meant. Otherwise a {@code config.py} beside the scripts decides, as it does for the
     * Python tool; without one, a text that begins with a scheme may be an installed adapter's.
     */
    static Backend of(String text, Settings settings) {
        if (text.startsWith(JDBC) || text.isBlank()) {
            return parse(text, settings.access());
        }
        Optional<Script> config = ScriptSource.of(settings.migrations, settings.classLoaderOrDefault())
                .adapter();
        if (config.isPresent()) {
            return configPy(config.get(), text, settings);
        }
        if (!SCHEME.matcher(text).lookingAt()) {
            return sqlite(text);
        }
        return InstalledAdapters.find(text, settings.classLoaderOrDefault(), settings.hookTimeout())
                .orElseGet(() -> withoutAdapter(text));
    }

    private static Backend configPy(Script config, String text, Settings settings) {
        Listeners listeners = new Listeners(settings.listeners);
        return AdapterBackend.of(
                config,
                text,
                settings.python,
                settings.hookTimeout(),
                line -> listeners.tell(listener -> listener.onOutput(config, line)));
    }

    private static Backend withoutAdapter(String text) {
        if (text.contains("://")) {
            throw new InvalidSettingException(
                    "No adapter is installed for this database: " + text.substring(0, text.indexOf(':')) + "://...",
                    "Give the path of a SQLite file or a URL that begins with jdbc:, or put an adapter for it on the class"
                            + " path.");
        }
        return sqlite(text);
    }

    static Backend parse(String text, JdbcAccess access) {
        boolean isServer = text.startsWith(JDBC) && !text.startsWith(SQLITE) && text.length() > JDBC.length();
        return isServer ? JdbcBackend.url(text, access) : sqlite(text);
    }

    private static Backend sqlite(String text) {
        String path = text.startsWith(SQLITE) ? pathOfUrl(text.substring(SQLITE.length())) : text;
        if (path.isBlank()) {
            throw new InvalidSettingException(
                    "No database is named: db is empty.", "Give db the path of the SQLite file, like data/app.db.");
        }
        if (path.equals(":memory:") || isMemoryUri(text)) {
            throw new InvalidSettingException(
                    "A database in memory has no path: every connection to :memory: opens a new and empty one.",
                    "Name a file; or, for tests, migrate the DataSource that the application itself uses.");
        }
        if (text.startsWith(SQLITE) && path.startsWith(":resource:")) {
            throw new InvalidSettingException(
                    "A database in a resource cannot be migrated: the driver opens a copy of it.",
                    "Put it into a file, and give db the path of that.");
        }
        if (path.startsWith(JDBC)) {
            throw new InvalidSettingException(
                    "This JDBC URL names no database: " + path,
                    "Give the path of a SQLite file, or a URL such as jdbc:postgresql://host/database.");
        }
        try {
            return SqliteBackend.file(Path.of(path));
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(
                    "The database's path is no possible path: " + e.getMessage(), "Correct db.");
        }
    }

    /** Parameters are dropped: they are settings of an application's connections, and the engine has its own. */
    private static String pathOfUrl(String rest) {
        int parameters = rest.indexOf('?');
        String path = parameters < 0 ? rest : rest.substring(0, parameters);
        if (!path.startsWith("file:")) {
            return path;
        }
        String file = path.substring("file:".length()).replaceFirst("^//(?:localhost)?/", "/");
        try {
            return URLDecoder.decode(file.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    "The database's URL is not encoded as URLs are: " + e.getMessage(),
                    "Write % as %25 in it, or give db the path itself.");
        }
    }

    private static boolean isMemoryUri(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith(SQLITE) && (lower.contains("mode=memory") || lower.contains(":memory:"));
    }
}
