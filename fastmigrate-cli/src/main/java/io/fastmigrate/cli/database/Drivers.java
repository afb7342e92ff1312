package io.fastmigrate.cli.database;

import org.jspecify.annotations.Nullable;

/**
 * The JDBC drivers that a user put into the folder {@code drivers} of the installation, or into the one that
 * FASTMIGRATE_DRIVERS names: the program brings none but SQLite's.
 */
final class Drivers {

    private static final JarFolder FOLDER = new JarFolder("drivers", "FASTMIGRATE_DRIVERS");

    /** Made once: a process may run many commands. */
    private static @Nullable ClassLoader loader;

    private Drivers() {}

    /** Lets the engine find these drivers: it looks at the class loader of the thread. */
    static synchronized void load() {
        ClassLoader own = Drivers.class.getClassLoader();
        if (loader == null) {
            loader = FOLDER.loader(own);
        }
        if (loader != own) {
            Thread.currentThread().setContextClassLoader(loader);
        }
    }
}
