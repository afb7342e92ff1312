package io.fastmigrate.internal.file;

import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/**
 * A lock within this process, also between classes of ours that were loaded twice, as by two web applications. File locks
 * belong to the process, and POSIX drops them when any descriptor of the file is closed: so whoever has not this lock must not
 * even open the file. It is a system property, since that is what all class loaders share; its value is a text, as others
 * expect of properties.
 */
public final class JvmLock implements AutoCloseable {

    private static final String PREFIX = "io.fastmigrate.lock:";

    private final Properties place = System.getProperties();
    private final String key;
    private final String token = UUID.randomUUID().toString();

    private JvmLock(String name) {
        this.key = PREFIX + name;
    }

    static JvmLock of(Path file) {
        return named(file.toString());
    }

    /** Returns the lock of what is no file. */
    public static JvmLock named(String name) {
        return new JvmLock(name);
    }

    /** Takes it unless somebody has it. */
    public boolean tryTake() {
        return place.putIfAbsent(key, token) == null;
    }

    @Override
    public void close() {
        place.remove(key, token);
    }
}
