package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Policy;
import io.fastmigrate.Version;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.option.NamedTexts;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command about a database and its scripts. */
public abstract class ScriptsCommand extends DatabaseCommand {

    /** Script 0000 never runs. */
    private static final Pattern NUMBER = Pattern.compile("(?!0+$)[0-9]{1,4}");

    @Option(
            names = "--migrations",
            paramLabel = "DIR",
            description = "Directory of the scripts; repeatable (default: " + Target.DEFAULT_MIGRATIONS + ").")
    private List<String> migrations = new ArrayList<>();

    protected ScriptsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public boolean take(String option, @Nullable String value) {
        if (value != null && option.equals("--migrations")) {
            migrations.add(value);
            return true;
        }
        return super.take(option, value);
    }

    @Override
    List<String> migrationsOption() {
        return migrations;
    }

    /** Returns what works on the files of scripts alone, whatever the database is. */
    protected final FastMigrate filesOnly() {
        return FastMigrate.sqlite(terminal.directory().resolve(Target.DEFAULT_DB))
                .migrations(target().scripts().directories().toArray(Path[]::new))
                .build();
    }

    /**
     * Returns the version that a new script must be above. A database that cannot be read now must not keep anybody from
     * writing a script; but a person should know.
     */
    final Version databaseVersion() {
        try {
            return target().openForReading().version();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            return Version.ZERO;
        } catch (FastMigrateException e) {
            terminal.warn("The number is chosen without the database's version: " + e.getMessage());
            return Version.ZERO;
        }
    }

    /** Reads the number of a script, with or without leading zeros. */
    protected static Version scriptNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.USAGE, "'" + text + "' is not a script number.", "Write one of 1 to 4 digits: 0007.");
        }
        return new Version(Integer.parseInt(text));
    }

    /** The branch whose numbers are taken too. */
    static final class Against {

        @Option(
                names = "--against",
                paramLabel = "REF",
                description = "Branch or commit of Git, such as origin/main, whose scripts' numbers are taken too.")
        private @Nullable String against;

        /** Returns the version that a number must be above. */
        Version above(FastMigrate files, Version database) {
            Version other = against == null ? Version.ZERO : files.highestInGit(against);
            return other.isAfter(database) ? other : database;
        }
    }

    /** What is put into scripts. */
    public static final class ScriptValues {

        @Option(
                names = "--value",
                paramLabel = "NAME=TEXT",
                description =
                        "Text for $${NAME} in .sql scripts; repeatable. With any, a name without a text is an error"
                                + " (default: none, and $${...} is plain text).")
        private List<String> values = new ArrayList<>();

        Map<String, String> byName() {
            return NamedTexts.of("--value", "NAME=TEXT", values, UnaryOperator.identity());
        }

        public void apply(FastMigrateBuilder builder) {
            byName().forEach(builder::value);
        }
    }

    /** Up to which script a run goes. */
    public static final class UpTo {

        @Option(
                names = "--to",
                paramLabel = "NNNN",
                description = "Run scripts up to and with this number (default: all pending scripts).")
        private @Nullable String to;

        public void apply(FastMigrateBuilder builder) {
            if (to != null) {
                builder.target(scriptNumber(to));
            }
        }
    }

    /** How findings among the scripts are judged. */
    public static final class Judgement {

        @Option(
                names = "--late-scripts",
                paramLabel = "fail|warn|ignore",
                description = "A script with a number at or below the database's version that was never"
                        + " applied (default: fail).")
        @Nullable
        Policy lateScripts;

        @Option(
                names = "--changed-scripts",
                paramLabel = "fail|warn|ignore",
                description = "A script that was edited after it was applied (default: fail).")
        @Nullable
        Policy changedScripts;

        @Option(
                names = "--on-ahead",
                paramLabel = "fail|warn|ignore",
                description = "A database ahead of the highest script (default: warn).")
        @Nullable
        Policy onAhead;

        @Option(
                names = "--strict-naming",
                description = "Treat a name that breaks the naming rule, and a comment that is never closed,"
                        + " as an error.")
        boolean strictNaming;

        @Option(
                names = "--no-history",
                description = "Do not keep the table _fastmigrate_history; late and changed scripts are not detected.")
        boolean noHistory;

        public void apply(FastMigrateBuilder builder) {
            if (lateScripts != null) {
                builder.lateScripts(lateScripts);
            }
            if (changedScripts != null) {
                builder.changedScripts(changedScripts);
            }
            if (onAhead != null) {
                builder.onAhead(onAhead);
            }
            if (strictNaming) {
                builder.strictNaming();
            }
            if (noHistory) {
                builder.withoutHistory();
            }
        }
    }

    /** How long to wait for others. */
    public static final class LockTimeout {

        @Option(
                names = "--lock-timeout",
                paramLabel = "TIME",
                description =
                        "How long to wait for other processes and for the database: 500ms, 30s, 5m (default: 60s).")
        @Nullable
        Duration lockTimeout;

        public void apply(FastMigrateBuilder builder) {
            if (lockTimeout != null) {
                builder.lockTimeout(lockTimeout);
            }
        }
    }
}
