package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.error.FastMigrateException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sources, connections and Java migrations that fail as they like: only errors of ours come out, and no lock stays. */
class HostileApplicationTest {

    private static final List<Consumer<FastMigrate>> CALLS = List.of(
            FastMigrate::create,
            FastMigrate::version,
            FastMigrate::status,
            FastMigrate::verify,
            FastMigrate::plan,
            FastMigrate::migrate,
            FastMigrate::rehearse,
            FastMigrate::backUp,
            FastMigrate::enroll,
            fastMigrate -> fastMigrate.accept(new Version(1)),
            fastMigrate -> fastMigrate.rebuildScript("a"));

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @SuppressWarnings("NullAway") // set before each test
    HostileApplicationTest() {}

    @BeforeEach
    void migrateOnce() throws Exception {
        sandbox = Sandbox.in(folder).script("0001-a.sql", "CREATE TABLE a (x);");
        sandbox.managed().migrate();
        sandbox.script("0002-b.sql", "INSERT INTO a VALUES (1);");
    }

    @SuppressWarnings("NullAway") // on purpose
    @Test
    void mayGiveNoConnection() throws Exception {
        SQLException refused = new SQLException("refused", "08001");
        List<Callable<@Nullable Connection>> ways = List.of(
                () -> null,
                () -> {
                    throw new IllegalStateException("the pool is closed");
                },
                () -> {
                    throw new IllegalStateException("the pool cannot begin", refused);
                });
        for (Callable<@Nullable Connection> way : ways) {
            for (Consumer<FastMigrate> call : CALLS) {
                Throwable thrown = catchThrowable(() -> call.accept(on(way)));
                assertThat(thrown).isInstanceOf(FastMigrateException.class);
                assertThat(((FastMigrateException) thrown).advice()).isNotBlank();
            }
        }
        assertThatThrownBy(() -> on(ways.get(2)).version()).hasMessageContaining("refused");
    }

    /** At each call of the connection in turn, once and from then on. */
    @Test
    void mayGiveConnectionsThatFail() throws Exception {
        for (int first = 0; first < 40; first += first < 12 ? 1 : 7) {
            for (boolean onlyOnce : new boolean[] {true, false}) {
                for (Consumer<FastMigrate> call : CALLS) {
                    int at = first;
                    Throwable thrown = catchThrowable(() -> call.accept(on(() -> failing(at, onlyOnce))));
                    if (thrown != null) {
                        assertThat(thrown).isInstanceOf(FastMigrateException.class);
                    }
                    try (Connection connection = DriverManager.getConnection(url());
                            var statement = connection.createStatement()) {
                        statement.execute("PRAGMA busy_timeout = 0");
                        statement.execute("BEGIN EXCLUSIVE");
                        statement.execute("ROLLBACK");
                    }
                }
            }
        }
    }

    @SuppressWarnings("NullAway") // on purpose
    @Test
    void mayHaveMigrationsThatDoNotSayWhatTheyAre() {
        RuntimeException failure = new IllegalStateException("on purpose");
        List<JavaMigration> migrations = List.of(
                migration(() -> null, () -> "a", () -> "a"),
                migration(() -> new Version(3), () -> null, () -> "a"),
                migration(() -> new Version(3), () -> "a", () -> null),
                migration(
                        () -> {
                            throw failure;
                        },
                        () -> "a",
                        () -> "a"),
                migration(
                        () -> new Version(3),
                        () -> {
                            throw failure;
                        },
                        () -> "a"),
                migration(() -> new Version(3), () -> "a", () -> {
                    throw failure;
                }));
        for (JavaMigration migration : migrations) {
            for (Consumer<FastMigrate> call : CALLS) {
                Throwable thrown = catchThrowable(() -> call.accept(
                        sandbox.builder().javaMigrations(List.of(migration)).build()));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(FastMigrateException.class);
                }
            }
            assertThatThrownBy(() -> sandbox.builder()
                            .javaMigrations(List.of(migration))
                            .build()
                            .plan())
                    .isInstanceOf(FastMigrateException.class)
                    .hasMessageContaining(migration.getClass().getName());
        }
    }

    @SuppressWarnings("NullAway") // on purpose
    @Test
    void isToldOfANullWhereItGaveIt() {
        FastMigrateBuilder builder = sandbox.builder();
        assertThatThrownBy(() -> builder.listener(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.lockTimeout(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.changedScripts(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.transaction(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.python(null)).isInstanceOf(NullPointerException.class);
    }

    private String url() {
        return "jdbc:sqlite:" + sandbox.database();
    }

    private FastMigrate on(Callable<@Nullable Connection> connections) {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> connections.call();
                    case "isWrapperFor" -> false;
                    default -> throw new SQLException(method.getName());
                });
        return FastMigrate.dataSource(source)
                .migrations(folder.resolve("migrations"))
                .lockTimeout(Duration.ofMillis(100))
                .connectTimeout(Duration.ZERO)
                .build();
    }

    private Connection failing(int at, boolean onlyOnce) throws SQLException {
        Connection connection = DriverManager.getConnection(url());
        AtomicInteger calls = new AtomicInteger();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    int call = calls.getAndIncrement();
                    boolean fails = onlyOnce ? call == at : call >= at;
                    if (fails && !method.getName().equals("close")) {
                        throw new UnsupportedOperationException("on purpose");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static JavaMigration migration(
            Supplier<@Nullable Version> version,
            Supplier<@Nullable String> description,
            Supplier<@Nullable String> fingerprint) {
        return new JavaMigration() {
            @SuppressWarnings("NullAway") // on purpose
            @Override
            public Version version() {
                return version.get();
            }

            @SuppressWarnings("NullAway") // on purpose
            @Override
            public String description() {
                return description.get();
            }

            @Override
            public void migrate(Connection connection) {}

            @SuppressWarnings("NullAway") // on purpose
            @Override
            public String fingerprint() {
                return fingerprint.get();
            }
        };
    }
}
