package io.fastmigrate.error;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.util.List;

/** Scripts are pending on a database that must already be migrated. */
public final class DatabaseBehindException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final Version version;
    private final transient List<Script> pending;

    DatabaseBehindException(String database, Version version, List<Script> pending) {
        super(
                "The database is at version " + version + ", behind its scripts (" + named(pending) + "): " + database,
                "Migrate it (fastmigrate migrate, or the step of the deployment that does so) and start again.",
                null);
        this.version = version;
        this.pending = List.copyOf(pending);
    }

    private static String named(List<Script> pending) {
        String first = pending.get(0).fileName();
        return pending.size() == 1
                ? first + " is pending"
                : pending.size() + " are pending, " + first + " to "
                        + pending.get(pending.size() - 1).fileName();
    }

    /** Returns the database's version. */
    public Version version() {
        return version;
    }

    /** Returns the pending scripts, in order. */
    public List<Script> pending() {
        return pending;
    }
}
