package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database without a server, whose databases are files. */
enum EmbeddedKind {
    H2("jdbc:h2:", "jdbc:h2:file:", ".mv.db", "SHUTDOWN IMMEDIATELY"),
    DUCKDB("jdbc:duckdb:", "jdbc:duckdb:", ".duckdb", "");

    /** They are for the database that the URL names, not for those of tests. */
    private static final List<String> NOT_KEPT =
            List.of("DB_CLOSE_DELAY", "DB_CLOSE_ON_EXIT", "IFEXISTS", "INIT", "AUTO_SERVER", "ACCESS_MODE_DATA");

    private static final List<String> SERVERS = List.of("jdbc:h2:tcp:", "jdbc:h2:ssl:");

    private final String prefix;
    private final String start;
    private final String suffix;
    private final String shutdown;

    EmbeddedKind(String prefix, String start, String suffix, String shutdown) {
        this.prefix = prefix;
        this.start = start;
        this.suffix = suffix;
        this.shutdown = shutdown;
    }

    static Optional<EmbeddedKind> of(String url) {
        return SERVERS.stream().anyMatch(url::startsWith)
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(kind -> url.startsWith(kind.prefix))
                        .findFirst();
    }

    String vendor() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file(String name) {
        return name + suffix;
    }

    Optional<String> shutdown() {
        return shutdown.isEmpty() ? Optional.empty() : Optional.of(shutdown);
    }

    /** Returns a URL with the same parameters and another database. */
    ServerUrl url(TestServer server, String url) {
        int parameters = url.indexOf(';');
        String end = parameters < 0
                ? ""
                : Arrays.stream(url.substring(parameters + 1).split(";", -1))
                        .filter(parameter -> !parameter.isBlank() && !NOT_KEPT.contains(name(parameter)))
                        .map(parameter -> ";" + parameter)
                        .collect(Collectors.joining());
        String behind = this == DUCKDB ? suffix + end : end;
        return new ServerUrl(url, start, behind, server.username(), server.password());
    }

    private static String name(String parameter) {
        return parameter.split("=", 2)[0].strip().toUpperCase(Locale.ROOT);
    }
}
