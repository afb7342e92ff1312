package io.fastmigrate.reliability;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of the child processes. Arguments: what to do, the database, the migrations directory, the point to stop
 * at for ever, and settings. It prints each point it comes to, so that its parent can kill it just there.
 */
final class MigratingMain implements MigrationListener {

    /** Before the point to stop at: only until a line comes in. */
    static final String UNTIL_TOLD = "until-told:";

    private final String stop;
    private boolean told;

    private MigratingMain(String stop) {
        this.stop = stop;
    }

    public static void main(String[] arguments) {
        MigratingMain main = new MigratingMain(arguments.length > 3 ? arguments[3] : "-");
        switch (arguments[0]) {
            case "read" -> read(Path.of(arguments[1]));
            case "attach" -> attach(Path.of(arguments[1]));
            case "outgrow" -> outgrowCache(Path.of(arguments[1]));
            case "orders" -> order(Path.of(arguments[1]));
            case "backups" -> backUpForEver(Path.of(arguments[1]));
            default -> migrate(main, arguments);
        }
    }

    private static void migrate(MigratingMain main, String[] arguments) {
        List<String> settings = arguments.length > 4 ? List.of(arguments[4].split(",", -1)) : List.of();
        FastMigrateBuilder builder = FastMigrate.sqlite(Path.of(arguments[1]))
                .migrations(Path.of(arguments[2]))
                .lockTimeout(Duration.ofSeconds(settings.contains("impatient") ? 2 : 100))
                .listener(main);
        if (settings.contains("java")) {
            builder.javaMigrations(List.of(main.new AddsRows()));
        }
        if (settings.contains("restore")) {
            builder.restoreOnFailure();
        }
        if (settings.contains("keep-one")) {
            builder.keepBackups(1);
        }
        if (settings.contains("run")) {
            builder.transaction(TransactionScope.RUN);
        }
        if (settings.contains("backup")) {
            builder.backUpFirst();
        }
        FastMigrate fastMigrate = builder.build();
        main.at("ready");
        try {
            System.out.println("done: " + act(arguments[0], Path.of(arguments[1]), fastMigrate));
        } catch (FastMigrateException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage() + "\nadvice: " + e.advice());
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Reads in a transaction that it never ends. */
    private static void read(Path database) {
        try (Connection connection = CrashScripts.open(database);
                Statement begin = connection.createStatement()) {
            begin.execute("BEGIN");
            CrashScripts.number(connection, "SELECT version FROM _meta");
            new MigratingMain("reading").at("reading");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps a connection open, and looks again each time it is told to. */
    private static void attach(Path database) {
        try (Connection connection = CrashScripts.open(database);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            CrashScripts.number(connection, "SELECT version FROM _meta");
            new MigratingMain("-").at("attached");
            while (in.readLine() != null) {
                System.out.println("version " + CrashScripts.number(connection, "SELECT version FROM _meta")
                        + ", tables "
                        + CrashScripts.text(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"));
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes more than the page cache holds, which takes the whole database, and takes it back when it is told to. */
    private static void outgrowCache(Path database) {
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = 2");
            statement.execute("BEGIN");
            for (int i = 0; i < 400; i++) {
                statement.executeUpdate("INSERT INTO big VALUES (zeroblob(20000))");
            }
            new MigratingMain(UNTIL_TOLD + "outgrown").at("outgrown");
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Commits one order after the other, as an application would, and tells of each that it is committed. */
    private static void order(Path database) {
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            CrashScripts.text(connection, "PRAGMA busy_timeout = 60000");
            for (long n = 1; true; n++) {
                statement.executeUpdate("INSERT INTO orders DEFAULT VALUES");
                System.out.println("committed " + n);
                System.out.flush();
                LockSupport.parkNanos(2_000_000);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one backup after the other, and removes all the older ones that it may. */
    private static void backUpForEver(Path database) {
        FastMigrate fastMigrate = FastMigrate.sqlite(database).keepBackups(1).build();
        while (true) {
            System.out.println("backup " + fastMigrate.backUp());
            System.out.flush();
        }
    }

    private static String act(String command, Path database, FastMigrate fastMigrate) {
        return switch (command) {
            case "create" -> fastMigrate.create().toString();
            case "version" -> fastMigrate.version().toString();
            case "twice" -> {
                try {
                    fastMigrate.version();
                } catch (FastMigrateException e) {
                    System.out.println("first: " + e.getClass().getSimpleName());
                }
                yield fastMigrate.version().toString();
            }
            case "migrate" -> fastMigrate.migrate().after().toString();
            case "backup" -> fastMigrate.backUp().toString();
            case "restore" -> {
                List<Path> backups = fastMigrate.backups();
                yield fastMigrate
                        .restoreDiscardingNewer(backups.get(backups.size() - 1))
                        .toString();
            }
            case "adopt" ->
                fastMigrate.adopt(FlywayDatabase.source(database)).version().toString();
            case "squash" -> fastMigrate.squash(new Version(1), new Version(4)).toString();
            case "enroll" -> fastMigrate.enroll().script().toString();
            default -> throw new IllegalArgumentException(command);
        };
    }

    static List<JavaMigration> javaMigrations() {
        return List.of(new MigratingMain("").new AddsRows());
    }

    /** Tells the parent, and stays here for ever if it is the point to stop at. */
    private void at(String point) {
        if (stop.isEmpty() || told) {
            return;
        }
        System.out.println("at " + point);
        System.out.flush();
        while (point.equals(stop)) {
            LockSupport.park();
        }
        if (stop.equals(UNTIL_TOLD + point)) {
            told = true;
            readLine();
        }
    }

    private static void readLine() {
        try {
            new InputStreamReader(System.in, StandardCharsets.UTF_8).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object name(Script script) {
        return script.isRepeatable() ? script.fileName() : script.version();
    }

    @Override
    public void onPlanned(Plan plan) {
        at("planned");
    }

    @Override
    public void onStarted(Plan.Step step) {
        at("started:" + name(step.script()));
    }

    @Override
    public void onProgress(MigrationListener.Progress progress) {
        at("progress:" + name(progress.script()));
        if (progress.percent() >= 50) {
            at("half:" + name(progress.script()));
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        at("output:" + script.version());
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        at("applied:" + (entry.isRepeatable() ? entry.fileName() : entry.version()));
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        at("waiting");
    }

    @Override
    public void onFinished(Report report) {
        at("finished");
    }

    /** The migration with number 4. */
    private final class AddsRows implements JavaMigration {

        @Override
        public Version version() {
            return new Version(CrashScripts.JAVA);
        }

        @Override
        public String description() {
            return "adds-rows";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(CrashScripts.log(CrashScripts.JAVA, "begin"));
                at("java");
                statement.executeUpdate("UPDATE child SET note = 'seen' WHERE id % 7 = 0");
                statement.executeUpdate(CrashScripts.log(CrashScripts.JAVA, "end"));
                at("java-end");
            }
        }
    }
}
