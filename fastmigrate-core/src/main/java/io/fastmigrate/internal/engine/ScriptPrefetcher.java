package io.fastmigrate.internal.engine;

import io.fastmigrate.Script;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptStamp;
import io.fastmigrate.internal.script.ScriptSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the scripts beside the thread that opens the database: in a fresh JVM the driver takes longer to load than
 * hundreds of scripts take to be read. Used once.
 */
final class ScriptPrefetcher implements AutoCloseable {

    /** With fewer scripts, a thread costs more than it saves. */
    private static final int MANY = 200;

    /** A longer script is read only when it is known that it must be. */
    private static final long SHORT_BYTES = 64 * 1024;

    private static final AtomicBoolean FIRST_IN_PROCESS = new AtomicBoolean(true);

    private final Supplier<ScriptCatalog> catalog;
    private final @Nullable Checksums checksums;
    private @Nullable Thread thread;
    private volatile boolean awaited;
    private @Nullable ScriptCatalog found;
    private @Nullable Throwable failure;

    private ScriptPrefetcher(Supplier<ScriptCatalog> catalog, @Nullable Checksums checksums) {
        this.catalog = catalog;
        this.checksums = checksums;
    }

    /**
     * Begins, on its own thread where that pays.
     *
     * @param known how many scripts there were at the last listing; 0 before the first
     * @param checksums what to have ready for the scripts that ran; null for nothing
     */
    static ScriptPrefetcher begin(
            ScriptSource source, int known, Supplier<ScriptCatalog> catalog, @Nullable Checksums checksums) {
        boolean first = FIRST_IN_PROCESS.getAndSet(false);
        ScriptPrefetcher prefetcher = new ScriptPrefetcher(catalog, checksums);
        if (source.isDirectory()
                && (known >= MANY || (first && known == 0))
                && Runtime.getRuntime().availableProcessors() > 1) {
            prefetcher.start();
        }
        return prefetcher;
    }

    private void start() {
        Thread beside = new Thread(null, this::look, "fastmigrate-scripts", 0, false);
        beside.setDaemon(true);
        try {
            beside.start();
            thread = beside;
        } catch (OutOfMemoryError e) {
            // The system gives no more threads: this one does it.
            thread = null;
        }
    }

    private void look() {
        try {
            ScriptCatalog all = catalog.get();
            found = all;
            if (checksums != null) {
                read(all, checksums);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Reads ahead, in the order in which scripts ran, until somebody knows which of them have to be read. */
    private void read(ScriptCatalog all, Checksums known) {
        for (Script script : all.all()) {
            if (awaited) {
                return;
            }
            ScriptStamp stamp = Bridge.values().stamp(script).orElse(null);
            if (stamp != null && stamp.settled() && stamp.bytes() <= SHORT_BYTES) {
                known.prepare(script);
            }
        }
    }

    /** Returns what there is, or throws what came of looking. */
    ScriptCatalog catalog() {
        if (thread == null) {
            return catalog.get();
        }
        close();
        // What failed only while reading ahead fails again, where the script is needed.
        if (found == null && failure instanceof Error error) {
            throw error;
        }
        if (found == null && failure instanceof RuntimeException exception) {
            throw exception;
        }
        return found == null ? catalog.get() : found;
    }

    /** Waits until nothing is done beside any more: for a listing, or for one short script. */
    @Override
    public void close() {
        Thread beside = thread;
        if (beside == null) {
            return;
        }
        awaited = true;
        boolean interrupted = false;
        while (true) {
            try {
                beside.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
