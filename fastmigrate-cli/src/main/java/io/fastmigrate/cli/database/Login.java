package io.fastmigrate.cli.database;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a database on a server. A password is never an argument, which everybody on the machine can read. */
public final class Login {

    private static final String USER = "FASTMIGRATE_DB_USER";
    private static final String PASSWORD = "FASTMIGRATE_DB_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "User name for a database on a server (or " + USER + "). The password is read from "
                    + PASSWORD + " or --password-file.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File whose first line is the password.")
    private @Nullable String passwordFile;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Schema of the database on a server; on MySQL and MariaDB its database.")
    private @Nullable String schema;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            description = "How long to retry a server that does not answer (default: 10s).")
    private @Nullable Duration connectTimeout;

    /** Gives all that was said to a builder. */
    void apply(FastMigrateBuilder builder, Path directory) {
        String name = user != null ? user : System.getenv(USER);
        if (name != null) {
            builder.username(name);
        }
        String password = password(directory);
        if (password != null) {
            builder.password(password);
        }
        if (schema != null) {
            builder.schema(schema);
        }
        if (connectTimeout != null) {
            builder.connectTimeout(connectTimeout);
        }
    }

    private @Nullable String password(Path directory) {
        if (passwordFile != null) {
            return firstLine(directory.resolve(passwordFile));
        }
        return System.getenv(PASSWORD);
    }

    private static String firstLine(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The password file " + file + " cannot be read: " + Problems.reason(e) + ".",
                    "Correct its name or its permissions.");
        }
    }
}
