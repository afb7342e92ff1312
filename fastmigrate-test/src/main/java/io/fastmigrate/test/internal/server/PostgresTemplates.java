package io.fastmigrate.test.internal.server;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.test.internal.database.OnceEach;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Migrated databases to copy on a PostgreSQL. One that is made of nothing but .sql scripts is named after their checksum, and
 * the next JVM finds it again; what other scripts do may be different each time, so theirs ends with the JVM.
 */
final class PostgresTemplates implements TestDatabases {

    private static final int AHEAD = 2;
    private static final long PAUSE_MILLIS = 50;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(30);

    private record Key(String scripts, Optional<Version> last) {}

    private record Ready(PostgresTemplate template, ReadyCopies copies) {}

    private final PostgresServer server;
    private final KeptTemplates kept;
    private final OnceEach<Key, Ready> templates = new OnceEach<>();

    PostgresTemplates(PostgresServer server) {
        this.server = server;
        this.kept = new KeptTemplates(server);
        server.background().run(kept::dropOld);
    }

    PostgresServer server() {
        return server;
    }

    @Override
    public String vendor() {
        return "postgresql";
    }

    @Override
    public TestedDatabase next(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last)
            throws SQLException {
        Ready ready = templates.get(new Key(fingerprint, last), () -> ready(scripts, fingerprint, last));
        String name = ready.copies.next();
        ServerUrl url = server.url();
        return TestedDatabase.onServer(
                () -> url.dataSource(name), () -> scripts.on(url.builder(name)), () -> server.dropSoon(name));
    }

    private Ready ready(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last)
            throws IOException, SQLException, InterruptedException {
        PostgresTemplate template = PostgresTemplate.of(find(scripts, fingerprint, last), server);
        return new Ready(
                template,
                new ReadyCopies(
                        () -> server.copyOf(template), server.background().making(), AHEAD));
    }

    /** Returns the name of a template. */
    String find(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last)
            throws IOException, SQLException, InterruptedException {
        if (!scripts.areSql()) {
            return make(scripts, last);
        }
        String name = KeptTemplates.PREFIX
                + ScriptsUnderTest.digest(
                                fingerprint,
                                last.map(Version::padded).orElse("last"),
                                server.texts("SELECT current_user").get(0),
                                server.url().settings(),
                                String.valueOf(FastMigrate.class.getPackage().getImplementationVersion()))
                        .substring(0, KeptTemplates.DIGITS);
        long lock = KeptTemplates.lock(name);
        long began = System.nanoTime();
        while (!findOrMake(name, lock, scripts, last)) { // another process makes it, or drops it
            if (System.nanoTime() - began > LONGEST_WAIT_NANOS) {
                throw new IllegalStateException("Another process has been making the database to copy, " + name
                        + ", for " + TimeUnit.NANOSECONDS.toMinutes(LONGEST_WAIT_NANOS) + " minutes. End it.");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        kept.recordUse(name, scripts);
        return name;
    }

    /** Ends with a shared lock on the template, or returns false. */
    private boolean findOrMake(String name, long lock, ScriptsUnderTest scripts, Optional<Version> last)
            throws IOException, SQLException {
        if (server.tryLock(lock, PostgresServer.Lock.SHARED)) {
            if (kept.exists(name)) {
                return true;
            }
            server.unlock(lock, PostgresServer.Lock.SHARED);
        }
        if (!server.tryLock(lock, PostgresServer.Lock.EXCLUSIVE)) {
            return false;
        }
        try {
            if (!kept.exists(name)) {
                keep(name, make(scripts, last));
            }
            return server.tryLock(lock, PostgresServer.Lock.SHARED);
        } finally {
            server.unlock(lock, PostgresServer.Lock.EXCLUSIVE);
        }
    }

    /** A process that came through another database of the server, which does not see this one's locks, may be first. */
    private void keep(String name, String made) throws SQLException {
        try {
            server.keepAs(name, made);
        } catch (SQLException e) {
            server.dropSoon(made);
            if (!kept.exists(name)) {
                throw e;
            }
        }
    }

    private String make(ScriptsUnderTest scripts, Optional<Version> last) throws IOException, SQLException {
        String database = server.create();
        boolean complete = false;
        try {
            scripts.migrate(() -> server.url().builder(database), last);
            server.close(database);
            complete = true;
            return database;
        } finally {
            if (!complete) {
                server.dropSoon(database);
            }
        }
    }
}
