package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.TestServer;
import io.fastmigrate.test.internal.database.OnceEach;
import io.fastmigrate.test.internal.database.SqliteDatabases;
import io.fastmigrate.test.internal.database.TestDatabases;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;

/** Where the tests of this JVM have their databases. Each server is asked for its URL once. */
public final class Servers {

    private static final OnceEach<Class<? extends TestServer>, TestDatabases> SERVERS = new OnceEach<>();

    private static final TestDatabases FILES = new SqliteDatabases();

    private Servers() {}

    /** Returns where the databases of a class's tests are; the first call for a server starts it. */
    public static TestDatabases of(FastMigrateTest test) {
        return test.server() == TestServer.class ? FILES : of(test.server());
    }

    /** Returns the databases on a server, which the first call starts. */
    public static TestDatabases of(Class<? extends TestServer> server) {
        return SERVERS.get(server, () -> of(ReflectionSupport.newInstance(server)));
    }

    private static TestDatabases of(TestServer server) throws SQLException {
        String text = server.url().strip();
        Optional<EmbeddedKind> kind = EmbeddedKind.of(text);
        if (kind.isPresent()) {
            return new FileDatabases(kind.get(), kind.get().url(server, text));
        }
        ServerUrl url = ServerUrl.of(server, text);
        return url.isPostgresql()
                ? new PostgresTemplates(new PostgresServer(url))
                : new MySqlTemplates(new MySqlServer(url));
    }
}
