package io.fastmigrate.reliability;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.reliability.CrashRounds.Kill;
import io.fastmigrate.reliability.CrashRounds.Recovery;
import io.fastmigrate.reliability.CrashRounds.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One kill: what is found after it, and after running again. */
final class CrashRound {

    private static final Pattern BACKUP = Pattern.compile("app\\.db\\.\\d{8}_\\d{6}(_\\d+)?\\.backup");

    private final Path directory;
    private final Path database;
    private final Path migrations;
    private final Kill kill;
    private final long delayMillis;
    private final List<String> findings = new ArrayList<>();
    private Recovery recovery = Recovery.NONE;
    private final CrashNeighbour neighbour;
    private final CrashLeftOvers leftOvers;

    CrashRound(Path directory, Kill kill, long delayMillis) {
        this.directory = directory;
        this.database = directory.resolve("app.db");
        this.migrations = directory.resolve("migrations");
        this.kill = kill;
        this.delayMillis = delayMillis;
        this.neighbour = new CrashNeighbour(kill.target(), database, migrations);
        this.leftOvers = new CrashLeftOvers(database);
    }

    /** Measures how long a run takes that no one kills. */
    static long spanMillis(Path directory) throws Exception {
        CrashRound round = new CrashRound(directory, CrashRounds.deck().get(0), 0);
        round.prepare();
        try (ChildJvm child = round.start("migrate", "-")) {
            child.prints("at ready");
            long began = System.nanoTime();
            if (child.exit() != 0) {
                throw new IllegalStateException(child.output());
            }
            return Math.max(50, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) * 11 / 10);
        }
    }

    /** Kills, looks, runs again, looks again; returns what is not as it must be. */
    List<String> run() throws Exception {
        prepare();
        prepareMore();
        if (kill.target() == Target.COMMIT) {
            killAtCommit();
        } else {
            killChild();
        }
        recovery = kill.target().creates() ? Recovery.NONE : leftToRecover();
        switch (kill.target()) {
            case CREATE -> createAgain();
            case CREATE_BESIDE_LEFT_OVERS -> {
                findings.addAll(leftOvers.refuseThenRemove(fastMigrate()));
                createAgain();
            }
            case ENROLL -> enrollAgain();
            case BACKUP -> backUpAgain();
            case PRUNE -> pruneAgain();
            case RESTORE -> restoreAgain();
            default -> migrateAgain();
        }
        lookForLeftOvers();
        return findings;
    }

    Recovery recovery() {
        return recovery;
    }

    /** A journal with its header in place is hot, since who wrote it is dead. */
    private Recovery leftToRecover() throws IOException {
        Path journal = Path.of(database + "-journal");
        if (Files.exists(journal) && Files.size(journal) > 0) {
            try (InputStream header = Files.newInputStream(journal)) {
                return header.read() > 0 ? Recovery.HOT_JOURNAL : Recovery.NONE;
            }
        }
        Path log = Path.of(database + "-wal");
        return Files.exists(log) && Files.size(log) > 0 ? Recovery.LEFT_OVER_WAL : Recovery.NONE;
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(database)
                .migrations(migrations)
                .javaMigrations(kill.target() == Target.ENROLL ? List.of() : MigratingMain.javaMigrations())
                .lockTimeout(Duration.ofSeconds(20))
                .build();
    }

    private ChildJvm start(String command, String stop) {
        String settings = switch (kill.target()) {
            case MIGRATE_WITH_BACKUP -> "java,backup";
            case RESTORE_ON_FAILURE, RESTORE_BESIDE_BACKUPS, RESTORE_BESIDE_ORDERS -> "java,restore,keep-one";
            case PRUNE -> "java,keep-one";
            case MIGRATE_AS_RUN -> "java,run";
            default -> "java";
        };
        return ChildJvm.migrating(command, database.toString(), migrations.toString(), stop, settings);
    }

    private void prepare() throws Exception {
        if (kill.target() == Target.ENROLL) {
            Files.createDirectory(migrations);
            try (Connection connection = CrashScripts.open(database);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT UNIQUE); INSERT INTO a (x)"
                        + " VALUES ('one'), ('two'); CREATE VIEW v AS SELECT x FROM a; CREATE INDEX i ON a (x, id)");
            }
        } else {
            CrashScripts.write(migrations);
            if (!kill.target().creates()) {
                fastMigrate().create();
            }
            if (kill.target().fails()) {
                CrashScripts.writeFailing(migrations);
            }
        }
        if (!kill.target().creates()) {
            try (Connection connection = CrashScripts.open(database);
                    Statement statement = connection.createStatement()) {
                CrashScripts.text(
                        connection, "PRAGMA journal_mode = " + kill.journal().mode());
                if (kill.journal().hasTinyCache()) {
                    statement.executeUpdate("PRAGMA default_cache_size = 10");
                }
            }
        }
    }

    private void prepareMore() throws IOException, SQLException {
        if (kill.target() == Target.CREATE_BESIDE_LEFT_OVERS) {
            leftOvers.leave(directory.resolve("workshop"), kill.journal());
        }
        if (kill.target().hasOrders()) {
            execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
        }
        if (kill.target() == Target.PRUNE) {
            for (int i = 0; i < 3; i++) {
                fastMigrate().backUp();
            }
        }
        if (kill.target() == Target.RESTORE) {
            fastMigrate().migrate();
            fastMigrate().backUp();
            execute("UPDATE child SET note = 'changed'; CREATE TABLE later (a)");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void killChild() throws Exception {
        try (CrashNeighbour other = neighbour) {
            other.start();
            killOne();
            other.kill();
        }
    }

    private void killOne() throws InterruptedException {
        String command = switch (kill.target()) {
            case CREATE, CREATE_BESIDE_LEFT_OVERS -> "create";
            case ENROLL -> "enroll";
            case BACKUP, PRUNE -> "backup";
            case RESTORE -> "restore";
            default -> "migrate";
        };
        boolean atPoint = !kill.point().equals("random") && !kill.point().startsWith("after ");
        String waitFor = kill.point().equals("random") ? "ready" : kill.point().replace("after ", "");
        try (ChildJvm child = start(command, atPoint ? waitFor : "-")) {
            if (!child.prints("at " + waitFor)) {
                throw new IllegalStateException("never came to " + waitFor + ": " + child.output());
            }
            if (!atPoint) {
                TimeUnit.MILLISECONDS.sleep(delayMillis);
            }
            child.kill();
            lookAtWhatWasSaid(child.output());
        }
    }

    /** A run that came to its end before it was killed. */
    private void lookAtWhatWasSaid(String output) {
        boolean failed = output.contains("ScriptFailedException");
        boolean putBack = output.contains("it was restored from");
        if (failed && kill.target().hasOrders() && putBack) {
            findings.add("lost: put back over orders: " + output);
        }
        if (failed && !kill.target().hasOrders() && !putBack) {
            findings.add("stuck: not put back: " + output);
        }
    }

    /** A reader keeps the child from committing; that it tries to is seen when no other reader may begin. */
    private void killAtCommit() throws SQLException, InterruptedException {
        try (ChildJvm reader = start("read", "-");
                Connection probe = CrashScripts.open(database)) {
            CrashScripts.text(probe, "PRAGMA busy_timeout = 0");
            reader.prints("at reading");
            try (ChildJvm child = start("migrate", "-")) {
                child.prints("at started:1");
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (!isPending(probe)) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException("it never tried to commit: " + child.output());
                    }
                    TimeUnit.MILLISECONDS.sleep(2);
                }
                child.kill();
            }
            reader.kill();
        }
    }

    private static boolean isPending(Connection probe) {
        try {
            CrashScripts.number(probe, "SELECT version FROM _meta");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private void migrateAgain() throws Exception {
        Path copy = copy();
        findings.addAll(CrashScripts.contradictions(copy));
        findings.addAll(neighbour.lost(copy));
        Files.deleteIfExists(migrations.resolve(CrashScripts.FAILING));
        if (kill.target() == Target.MIGRATE_AS_RUN) {
            lookForHalfARun(copy);
        }
        fastMigrate().migrate();
        findings.addAll(CrashScripts.contradictions(database));
        try (Connection connection = CrashScripts.open(database)) {
            long version = CrashScripts.number(connection, "SELECT version FROM _meta");
            if (version != CrashScripts.LAST) {
                findings.add("stuck: at version " + version + " after running again");
            }
        }
        long processes = Files.readAllLines(directory.resolve("process.log")).size();
        findings.addAll(neighbour.lost(database));
        boolean killedWhileItRan = kill.point().equals("random") || kill.point().startsWith("output");
        killedWhileItRan |= kill.target().fails();
        if (processes < 1 || processes > (killedWhileItRan ? 2 : 1)) {
            findings.add("twice: the process ran " + processes + " times");
        }
    }

    /** Scripts 1 to 4 are in one transaction, 5 is a process, and 6 to 8 are in another one. */
    private void lookForHalfARun(Path copy) throws SQLException {
        try (Connection connection = CrashScripts.open(copy)) {
            long version = CrashScripts.number(connection, "SELECT version FROM _meta");
            if (!Set.of(0L, 4L, 5L, 8L).contains(version)) {
                findings.add("half: version " + version + " is in the middle of a transaction of several scripts");
            }
        }
    }

    /** Copies what the kill left, so that looking at it recovers nothing that running again must recover itself. */
    private Path copy() throws IOException {
        Path aside = Files.createDirectory(directory.resolve("aside"));
        for (String suffix : List.of("", "-journal", "-wal")) {
            Path file = Path.of(database + suffix);
            if (Files.exists(file)) {
                Files.copy(file, aside.resolve("app.db" + suffix));
            }
        }
        return aside.resolve("app.db");
    }

    private void createAgain() {
        fastMigrate().create();
        if (fastMigrate().version().number() != 0) {
            findings.add("half: a new database has version " + fastMigrate().version());
        }
    }

    private void backUpAgain() throws IOException {
        for (Path backup : backups()) {
            look(backup);
        }
        fastMigrate().backUp();
        if (backups().isEmpty()) {
            findings.add("stuck: no backup");
        }
    }

    /** At any instant there is a whole backup, and in the end the one that was just made and no other. */
    private void pruneAgain() throws IOException {
        List<Path> left = backups();
        if (left.isEmpty()) {
            findings.add("lost: all backups");
        }
        left.forEach(this::look);
        Path made = FastMigrate.sqlite(database).keepBackups(1).build().backUp();
        if (!backups().equals(List.of(made))) {
            findings.add("stuck: made " + made + ", there are " + backups());
        }
    }

    /** The database is as before or as the backup, whole. */
    private void restoreAgain() throws Exception {
        findings.addAll(CrashScripts.contradictionsOfARestore(copy()));
        FastMigrate fastMigrate = fastMigrate();
        fastMigrate.restore(fastMigrate.backups().get(0));
        findings.addAll(CrashScripts.contradictionsOfARestore(database));
        try (Connection connection = CrashScripts.open(database)) {
            if (CrashScripts.number(connection, "SELECT count(*) FROM child WHERE note = 'changed'") != 0) {
                findings.add("stuck: not restored");
            }
        }
    }

    private List<Path> backups() {
        return Trees.names(directory).stream()
                .filter(name -> BACKUP.matcher(name).matches())
                .map(directory::resolve)
                .toList();
    }

    private void look(Path backup) {
        try {
            findings.addAll(CrashScripts.contradictions(backup));
        } catch (SQLException e) {
            findings.add("half: " + backup + ": " + e.getMessage());
        }
    }

    private void enrollAgain() throws Exception {
        boolean enrolled;
        try (Connection connection = CrashScripts.open(copy())) {
            enrolled = CrashScripts.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '_meta'") > 0;
            if (CrashScripts.number(connection, "SELECT count(*) FROM a") != 2) {
                findings.add("half: rows are gone");
            }
        }
        if (!enrolled) {
            fastMigrate().enroll();
        } else {
            fastMigrate().migrate();
        }
        Path script = migrations.resolve("0001-initial.sql");
        if (fastMigrate().version().number() != 1 || !Files.exists(script)) {
            findings.add("half: enrolled without its script");
        } else if (!Files.readString(script, StandardCharsets.UTF_8).contains("VIEW")) {
            findings.add("half: the script is not whole");
        }
        List<String> names = Trees.names(migrations);
        if (!names.equals(List.of("0001-initial.sql"))) {
            findings.add("left: " + names);
        }
    }

    /** An application that opens and closes the database takes a write-ahead log away; nothing else may be there. */
    private void lookForLeftOvers() throws IOException, SQLException {
        try (Connection connection = CrashScripts.open(database)) {
            CrashScripts.number(connection, "SELECT version FROM _meta");
        }
        for (String name : Trees.names(directory)) {
            // The neighbour's kill may leave a journal that it had not begun to write; SQLite's next transaction takes
            // it.
            boolean ofNeighbour = name.equals("app.db-journal")
                    && kill.target().hasOrders()
                    && Files.size(directory.resolve(name)) == 0;
            if (!ofNeighbour
                    && !List.of("app.db", "migrations", "process.log", "aside").contains(name)
                    && !BACKUP.matcher(name).matches()) {
                findings.add("left: " + name);
            }
        }
    }
}
