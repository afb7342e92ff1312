package io.fastmigrate.internal.adapter;

import io.fastmigrate.Script;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code config.py} of the Python tool, run by Python itself. Its handle is the process that has the connection. */
final class ConfigPyAdapter implements AsyncDatabaseAdapter<PythonBridge> {

    private final Script config;
    private final String python;
    private final Consumer<String> lines;

    /**
     * Makes one; nothing is started yet.
     *
     * @param python the program that runs it
     * @param lines is told each line that Python writes, in another thread
     */
    ConfigPyAdapter(Script config, String python, Consumer<String> lines) {
        this.config = config;
        this.python = python;
        this.lines = lines;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // all of it ends in the one that is returned
    public CompletableFuture<PythonBridge> getConnection(String db) throws IOException {
        Path unpacked = config.path().isPresent() ? null : unpack();
        String file =
                Optional.ofNullable(unpacked).or(config::path).orElseThrow().toString();
        PythonBridge bridge = PythonBridge.start(python, lines);
        CompletableFuture<PythonBridge> opened = PythonBridge.onCancel(new CompletableFuture<>(), bridge::giveUp);
        bridge.call("load", file)
                .handle((loaded, failure) -> loaded(unpacked, failure))
                .thenCompose(loaded -> bridge.call("get_connection", db))
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        opened.complete(bridge);
                    } else {
                        bridge.end();
                        opened.completeExceptionally(Hooks.realCause(failure));
                    }
                });
        return opened;
    }

    private boolean loaded(@Nullable Path unpacked, @Nullable Throwable failure) {
        if (unpacked != null) {
            delete(unpacked);
        }
        if (failure == null) {
            return true;
        }
        Throwable cause = Hooks.realCause(failure);
        throw HookFailedException.of(
                "The adapter " + config.location() + " cannot be loaded: " + cause.getMessage(),
                "Correct it; or, for a SQLite database, remove it from the migrations directory.",
                cause);
    }

    private Path unpack() throws IOException {
        Path directory = Files.createTempDirectory("fastmigrate-adapter");
        Path file = directory.resolve(config.fileName());
        try (InputStream in = config.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
            Files.delete(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            return; // A temporary file; the system removes it.
        }
    }

    @Override
    public CompletableFuture<?> ensureMetaTable(PythonBridge conn) {
        return conn.call("ensure_meta_table");
    }

    @Override
    public CompletableFuture<Integer> getVersion(PythonBridge conn) {
        CompletableFuture<String> answer = conn.call("get_version");
        CompletableFuture<Integer> version = answer.thenApply(Integer::valueOf);
        return cancelling(version, answer);
    }

    @Override
    public CompletableFuture<?> setVersion(PythonBridge conn, int version) {
        return conn.call("set_version", Integer.toString(version));
    }

    @Override
    public CompletableFuture<Boolean> executeSql(PythonBridge conn, String sql) {
        CompletableFuture<String> answer = conn.call("execute_sql", sql);
        CompletableFuture<Boolean> success = answer.thenApply("true"::equals);
        return cancelling(success, answer);
    }

    /** What is made of a future does not cancel it by itself. */
    private static <T> CompletableFuture<T> cancelling(CompletableFuture<T> made, CompletableFuture<?> of) {
        return PythonBridge.onCancel(made, () -> of.cancel(true));
    }

    @Override
    public CompletableFuture<?> closeConnection(PythonBridge conn) {
        return conn.close();
    }
}
