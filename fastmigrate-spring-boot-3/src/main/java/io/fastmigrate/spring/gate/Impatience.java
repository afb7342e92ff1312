package io.fastmigrate.spring.gate;

import java.util.function.Supplier;

/** Marks a thread that asks only how things are: it is told that a database is not ready, and does not wait for it. */
final class Impatience {

    private static final ThreadLocal<Boolean> MARKED = ThreadLocal.withInitial(() -> false);

    private Impatience() {}

    /** Does something on this thread that must not wait. */
    static <T> T with(Supplier<T> work) {
        boolean before = MARKED.get();
        MARKED.set(true);
        try {
            return work.get();
        } finally {
            MARKED.set(before);
        }
    }

    /** Tells whether this thread must not wait. */
    static boolean isHere() {
        return MARKED.get();
    }
}
