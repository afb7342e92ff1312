package io.fastmigrate.test.internal.server;

import io.fastmigrate.Version;
import io.fastmigrate.test.internal.database.OnceEach;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import java.sql.SQLException;
import java.util.Optional;

/** Databases on a MariaDB or MySQL, which several tests have one after another. */
final class MySqlTemplates implements TestDatabases {

    private static final int AHEAD = 1;

    private record Key(String scripts, Optional<Version> last) {}

    private record Ready(MySqlCopies copies, ReadyCopies ahead) {}

    private final MySqlServer server;
    private final OnceEach<Key, Ready> templates = new OnceEach<>();

    MySqlTemplates(MySqlServer server) {
        this.server = server;
    }

    @Override
    public String vendor() {
        return server.vendor();
    }

    @Override
    public TestedDatabase next(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last)
            throws SQLException {
        Ready ready = templates.get(new Key(fingerprint, last), () -> ready(scripts, last));
        String name = ready.ahead.next();
        ServerUrl url = server.url();
        TestConnections connections = url.dataSource(name);
        return TestedDatabase.onServer(() -> connections, () -> scripts.on(url.builder(name)), () -> {
            connections.close();
            ready.ahead.giveBack(() -> ready.copies.reset(name));
        });
    }

    private Ready ready(ScriptsUnderTest scripts, Optional<Version> last) throws SQLException {
        String template = server.create();
        boolean complete = false;
        try {
            scripts.migrate(() -> server.url().builder(template), last);
            MySqlCopies copies = MySqlCopies.of(server, template);
            complete = true;
            return new Ready(
                    copies, new ReadyCopies(copies::load, server.background().making(), AHEAD));
        } finally {
            if (!complete) {
                server.dropSoon(template);
            }
        }
    }
}
