package io.fastmigrate.maven;

import java.sql.Driver;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The drivers among the dependencies of the plugin. Java looks for drivers once in the life of a JVM, and a build has one JVM but
 * other dependencies in each module.
 */
final class JdbcDrivers {

    private JdbcDrivers() {}

    /** Loads all drivers; each registers itself. One that cannot be loaded counts as missing. */
    static void load() {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, JdbcDrivers.class.getClassLoader())
                .iterator();
        boolean more = true;
        while (more) {
            try {
                more = drivers.hasNext();
                if (more) {
                    drivers.next();
                }
            } catch (ServiceConfigurationError e) {
                more = true; // the iterator has gone past it
            }
        }
    }
}
