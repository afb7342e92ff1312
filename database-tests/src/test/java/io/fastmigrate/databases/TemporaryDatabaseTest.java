package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.dialect.Dialects;
import io.fastmigrate.internal.jdbc.temporary.TemporaryDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases for a while, on both kinds of server. */
class TemporaryDatabaseTest {

    enum Server {
        POSTGRES {
            @Override
            String fresh() throws SQLException {
                return Servers.postgres();
            }

            @Override
            String of(String name) {
                return Servers.postgres(name);
            }
        },
        MARIA {
            @Override
            String fresh() throws SQLException {
                return Servers.maria();
            }

            @Override
            String of(String name) {
                return Servers.maria(name);
            }
        };

        abstract String fresh() throws SQLException;

        abstract String of(String name);
    }

    private static Db connect(String url) throws SQLException {
        JdbcSource source = JdbcSource.of(url, new JdbcAccess(null, null, null, Duration.ofSeconds(10)));
        return source.connect(
                Map.of(),
                Dialects.of(source.url())::category,
                loan -> Db.of(loan, Dialects.of(loan.jdbc()), null, source));
    }

    private static ServerDatabases databases(Db db) {
        return db.dialect().databases().orElseThrow();
    }

    private static TemporaryDatabase make(Db keeper) throws SQLException {
        return TemporaryDatabase.empty(keeper, databases(keeper), "test");
    }

    private static boolean exists(Db db, String name) throws SQLException {
        return databases(db).named(db.jdbc(), "fastmigrate_test_.*").contains(name);
    }

    @ParameterizedTest
    @EnumSource
    void isDroppedWhenItIsClosedThoughOthersAreConnected(Server server) throws Exception {
        try (Db keeper = connect(server.fresh())) {
            TemporaryDatabase made = make(keeper);
            assertThat(exists(keeper, made.name())).isTrue();
            try (Connection other = DriverManager.getConnection(server.of(made.name()));
                    Statement statement = other.createStatement()) {
                statement.execute("CREATE TABLE t (id integer)");
                made.close();
                assertThat(exists(keeper, made.name())).isFalse();
            }
            assertThat(databases(keeper).isInUse(keeper.jdbc(), made.name())).isFalse();
        }
    }

    /** A connection that breaks off is all that a server sees of a process that is killed. */
    @ParameterizedTest
    @EnumSource
    void isDroppedByTheNextOneWhereItsMakerIsGoneAndOnlyThere(Server server) throws Exception {
        try (Db living = connect(server.fresh());
                Db next = connect(server.fresh())) {
            Db killed = connect(server.fresh());
            TemporaryDatabase used = make(living);
            TemporaryDatabase left = make(killed);
            assertThat(exists(next, left.name())).isTrue();
            killed.jdbc().abort(Runnable::run);
            while (databases(next).isInUse(next.jdbc(), left.name())) {
                Thread.onSpinWait();
            }
            try (TemporaryDatabase made = make(next)) {
                assertThat(exists(next, left.name())).isFalse();
                assertThat(exists(next, used.name())).isTrue();
                assertThat(exists(next, made.name())).isTrue();
            }
            used.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingWhereItsMakerFails(Server server) throws Exception {
        try (Db keeper = connect(server.fresh())) {
            String[] name = new String[1];
            assertThat(catchThrowable(() ->
                            TemporaryDatabase.make(keeper, databases(keeper), "test", (connection, chosen) -> {
                                name[0] = chosen;
                                databases(keeper).create(connection, chosen);
                                throw new SQLException("half-way");
                            })))
                    .hasMessage("half-way");
            assertThat(exists(keeper, name[0])).isFalse();
            assertThat(databases(keeper).isInUse(keeper.jdbc(), name[0])).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheCharacterSetAndTheOrderOfTheDatabaseBesideIt(Server server) throws Exception {
        String original = server == Server.POSTGRES ? Servers.postgres() : latin(server);
        try (Db keeper = connect(original);
                TemporaryDatabase made = make(keeper)) {
            String question = server == Server.POSTGRES
                    ? "SELECT encoding || datcollate || datctype FROM pg_database WHERE datname = current_database()"
                    : "SELECT CONCAT(@@character_set_database, @@collation_database)";
            assertThat(answer(server.of(made.name()), question)).isEqualTo(answer(original, question));
        }
    }

    private static String latin(Server server) throws SQLException {
        String url = server.fresh();
        String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Servers.execute(url, "ALTER DATABASE " + name + " CHARACTER SET latin1 COLLATE latin1_german2_ci");
        return url;
    }

    private static String answer(String url, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
