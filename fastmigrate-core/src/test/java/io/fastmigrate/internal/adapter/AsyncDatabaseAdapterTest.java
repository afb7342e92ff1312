package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncDatabaseAdapterTest {

    @TempDir
    Path migrations;

    private final Later adapter = new Later();

    /** A database of one number; a test puts its own stage in the place of a hook's. */
    private static class Later implements AsyncDatabaseAdapter<String> {
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        int version;

        private CompletableFuture<Boolean> done(String call) {
            calls.add(call);
            return CompletableFuture.supplyAsync(() -> true);
        }

        @Override
        public CompletableFuture<String> getConnection(String db) {
            return done("getConnection").thenApply(ignored -> "handle");
        }

        @Override
        public CompletableFuture<?> ensureMetaTable(String conn) {
            return done("ensureMetaTable");
        }

        @Override
        public CompletableFuture<Integer> getVersion(String conn) {
            return done("getVersion").thenApply(ignored -> version);
        }

        @Override
        public CompletableFuture<?> setVersion(String conn, int version) {
            return done("setVersion " + version).thenRun(() -> this.version = version);
        }

        @Override
        public CompletableFuture<? extends @Nullable Boolean> executeSql(String conn, String sql) {
            return done("executeSql");
        }

        @Override
        public @Nullable CompletableFuture<?> closeConnection(String conn) {
            return done("closeConnection " + conn);
        }
    }

    @BeforeEach
    void aScript() throws Exception {
        Files.writeString(migrations.resolve("0001-a.sql"), "A");
    }

    private FastMigrateBuilder builder(AsyncDatabaseAdapter<?> adapter) {
        return FastMigrate.adapter(adapter, "x").migrations(migrations).hookTimeout(Duration.ofSeconds(30));
    }

    @Test
    void awaitsEachHookBeforeTheNext() {
        assertThat(builder(adapter).build().migrate().after()).isEqualTo(new Version(1));
        assertThat(adapter.calls)
                .containsExactly(
                        "getConnection",
                        "ensureMetaTable",
                        "getVersion",
                        "executeSql",
                        "setVersion 1",
                        "getVersion",
                        "closeConnection handle");
    }

    @Test
    void nullIsSuccessAndNoStageToCloseIsFine() {
        Later silent = new Later() {
            @Override
            public CompletableFuture<? extends @Nullable Boolean> executeSql(String conn, String sql) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public @Nullable CompletableFuture<?> closeConnection(String conn) {
                return null;
            }
        };
        assertThat(builder(silent).build().migrate().after()).isEqualTo(new Version(1));
    }

    @Test
    void falseIsAFailure() {
        Later failing = executing(CompletableFuture.completedFuture(false));
        assertThatThrownBy(builder(failing).build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("executeSql of")
                .hasMessageContaining("returned false");
        assertThat(failing.calls).last().isEqualTo("closeConnection handle");
    }

    private static Later executing(CompletableFuture<Boolean> stage) {
        return new Later() {
            @Override
            public CompletableFuture<Boolean> executeSql(String conn, String sql) {
                return stage;
            }
        };
    }

    @Test
    void reportsTheRealCauseAndNoWrapper() {
        SQLException real = new SQLException("relation \"a\" exists");
        Later failing = executing(CompletableFuture.failedFuture(
                new CompletionException(new ExecutionException(new CompletionException(real)))));
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, builder(failing).build()::migrate);
        assertThat(failure)
                .hasCause(real)
                .hasMessageContaining("failed: java.sql.SQLException: relation \"a\" exists.");
        assertThat(failure.getMessage()).doesNotContain("CompletionException", "ExecutionException");
    }

    @Test
    void cancelsWhatTakesTooLongAndCloses() {
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        Later hanging = executing(never);
        assertThatThrownBy(builder(hanging).hookTimeout(Duration.ofSeconds(2)).build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("hook-timeout (PT2S)");
        assertThat(never).isCancelled();
        assertThat(hanging.calls).last().isEqualTo("closeConnection handle");
        assertThat(hanging.version).isZero();
    }

    @Test
    void closesAHandleThatComesTooLate() {
        CompletableFuture<String> late = new CompletableFuture<>();
        Later slow = new Later() {
            @Override
            public CompletableFuture<String> getConnection(String db) {
                return late.copy();
            }
        };
        assertThatThrownBy(builder(slow).hookTimeout(Duration.ofMillis(50)).build()::migrate)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("getConnection");
        assertThat(slow.calls).isEmpty();
        Later uncancellable = new Later() {
            @Override
            public CompletableFuture<String> getConnection(String db) {
                return new CompletableFuture<String>() {
                    @Override
                    public boolean cancel(boolean mayInterruptIfRunning) {
                        completeAsync(() -> "too late");
                        return false;
                    }
                };
            }

            @Override
            public @Nullable CompletableFuture<?> closeConnection(String conn) {
                CompletableFuture<?> closed = super.closeConnection(conn);
                late.complete(conn);
                return closed;
            }
        };
        assertThatThrownBy(builder(uncancellable)
                        .hookTimeout(Duration.ofMillis(50))
                        .build()::migrate)
                .hasMessageContaining("getConnection");
        assertThat(late).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("too late");
    }

    @Test
    void interruptCancelsTheHookAndClosesTheHandle() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        Later hanging = new Later() {
            @Override
            public CompletableFuture<Boolean> executeSql(String conn, String sql) {
                there.countDown();
                return never;
            }
        };
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> run = threads.submit(() -> {
                assertThatThrownBy(builder(hanging).build()::migrate).isInstanceOf(MigrationInterruptedException.class);
                assertThat(Thread.interrupted()).isTrue();
            });
            assertThat(there.await(20, TimeUnit.SECONDS)).isTrue();
            threads.shutdownNow();
            run.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(never).isCancelled();
        assertThat(hanging.calls).last().isEqualTo("closeConnection handle");
    }

    @Test
    @SuppressWarnings("NullAway") // what an adapter must not do
    void namesTheHookThatReturnsNoStage() {
        Later broken = new Later() {
            @Override
            public CompletableFuture<?> ensureMetaTable(String conn) {
                return null;
            }
        };
        assertThatThrownBy(builder(broken).build()::migrate)
                .hasMessageContaining("ensureMetaTable of")
                .hasMessageContaining("returned null instead of a CompletionStage");
    }

    @Test
    void ofAnErrorTheCauseIsReportedToo() {
        Later failing = executing(CompletableFuture.failedFuture(new NoClassDefFoundError("com/example/Driver")));
        assertThatThrownBy(builder(failing).build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("java.lang.NoClassDefFoundError: com/example/Driver")
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }
}
