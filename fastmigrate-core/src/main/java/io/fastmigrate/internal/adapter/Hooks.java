package io.fastmigrate.internal.adapter;

import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls an adapter's hooks, and makes of whatever they throw one error that names the hook and the real cause. */
final class Hooks<C extends @Nullable Object> {

    /** A call of one hook. */
    interface Call<C extends @Nullable Object, T extends @Nullable Object> {
        T on(CapableDatabaseAdapter<C> adapter) throws Exception;
    }

    /** A call of one hook that returns nothing. */
    interface Act<C extends @Nullable Object> {
        void on(CapableDatabaseAdapter<C> adapter) throws Exception;
    }

    private final CapableDatabaseAdapter<C> adapter;
    private final String name;
    private final Function<Hook, String> hookName;
    private final DbText db;

    private Hooks(CapableDatabaseAdapter<C> adapter, String name, Function<Hook, String> hookName, DbText db) {
        this.adapter = adapter;
        this.name = name;
        this.hookName = hookName;
        this.db = db;
    }

    static <C extends @Nullable Object> Hooks<C> ofJava(CapableDatabaseAdapter<C> adapter, String name, DbText db) {
        return new Hooks<>(adapter, name, Hook::javaName, db);
    }

    static <C extends @Nullable Object> Hooks<C> ofPython(CapableDatabaseAdapter<C> adapter, String file, DbText db) {
        return new Hooks<>(adapter, file, Hook::pythonName, db);
    }

    /** Returns what messages call the adapter: its class, or its file. */
    String name() {
        return name;
    }

    BackupFailedException cannotBackUp() {
        return Bridge.errors()
                .backupFailed(
                        "fastmigrate cannot copy a database that it knows only by the adapter " + name
                                + ". Nothing was changed.",
                        "Back it up with the database's own tool before migrating.",
                        null);
    }

    DbText db() {
        return db;
    }

    String nameOf(Hook hook) {
        return hookName.apply(hook);
    }

    boolean can(AdapterCapability capability) {
        return adapter.capabilities().contains(capability);
    }

    /**
     * Calls a hook.
     *
     * @throws HookFailedException if it throws, takes too long, or this thread is interrupted in the meantime
     */
    <T extends @Nullable Object> T call(Hook hook, Call<C, T> call) {
        try {
            return call.on(adapter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HookFailedException.interrupted(nameOf(hook) + " of " + name + " was interrupted.");
        } catch (HookFailedException e) {
            throw e;
        } catch (HookTimeoutException e) {
            throw HookFailedException.of(
                    nameOf(hook) + " of " + name + " failed: " + e.getMessage() + ".",
                    "Increase hook-timeout, or find out what it waits for.",
                    null);
        } catch (Exception | LinkageError e) {
            Throwable cause = realCause(e);
            if (Thread.currentThread().isInterrupted()) {
                throw HookFailedException.interrupted(
                        nameOf(hook) + " of " + name + " was interrupted: " + db.mask(describe(cause)));
            }
            throw HookFailedException.of(
                    sentence(nameOf(hook) + " of " + name + " failed: " + db.mask(describe(cause))),
                    "Correct the cause in the adapter, or in the database that it connects to, and start again.",
                    db.clean(cause));
        }
    }

    /** Calls a hook that returns nothing. */
    void act(Hook hook, Act<C> act) {
        this.<Boolean>call(hook, adapter -> {
            act.on(adapter);
            return true;
        });
    }

    /** Makes the error of a hook that returned what it must not return, or that says it failed. */
    HookFailedException returned(Hook hook, @Nullable Object value, String advice) {
        return HookFailedException.of(nameOf(hook) + " of " + name + " returned " + value + ".", advice, null);
    }

    /** Makes the error of a version that was set without an error, and is not there. */
    HookFailedException notKept(int version, int kept) {
        return HookFailedException.of(
                "The version was not stored: after " + nameOf(Hook.SET_VERSION) + " of " + name + " with " + version
                        + ", " + nameOf(Hook.GET_VERSION) + " returned " + kept + ".",
                "Correct the adapter: getVersion must return what setVersion has set, on the same connection too.",
                null);
    }

    /** Takes off what a future wraps a failure in. */
    static Throwable realCause(Throwable e) {
        Throwable cause = e;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String describe(Throwable e) {
        return e instanceof PythonException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static String sentence(String text) {
        String line = text.stripTrailing();
        return line.endsWith(".") ? line : line + ".";
    }
}
