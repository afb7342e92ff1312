package io.fastmigrate.internal.jdbc.dump;

import org.jspecify.annotations.Nullable;

/**
 * One database on a server, and who may read it.
 *
 * @param database its name, as the server tells it
 * @param user null to leave it to the tool's own settings
 * @param password null to leave it to the tool's own settings
 */
public record DumpLogin(
        ServerAddress address,
        String database,
        @Nullable String user,
        @Nullable String password) {

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "DumpLogin[database=" + database + ", user=" + user + "]";
    }

    /** Returns what backups of it are called, without when they were made. */
    public String fileName() {
        return (database + "@" + address.asFileName()).replaceAll("[^\\w.,@-]", "_");
    }
}
