package io.fastmigrate.backend.sqlite;

import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/**
 * A lock within this process, also between classes of ours that were loaded twice, as by two web applications. File locks
 * belong to the process, and POSIX drops them when any descriptor of the file is closed: so whoever has not this lock must not
 * even open the file. It is a system property, since that is what all class loaders share; its value is a text, as others
 * expect of properties.
 */
final class JvmLock implements AutoCloseable {

    private static final String PREFIX = "io.fastmigrate.lock:";

    private final Properties place = System.getProperties();
    private final String key;
    private final String token = UUID.randomUUID().toString();

    private JvmLock(Path file) {
        this.key = PREFIX + file;
    }

    static JvmLock of(Path file) {
        return new JvmLock(file);
    }

    /** Takes it unless somebody has it. */
    boolean tryTake() {
        return place.putIfAbsent(key, token) == null;
    }

    @Override
    public void close() {
        place.remove(key, token);
    }
}
