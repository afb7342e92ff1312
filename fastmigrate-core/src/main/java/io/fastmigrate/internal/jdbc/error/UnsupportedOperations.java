package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import java.util.Optional;

/** What a database's own tools do better than anybody from outside: the errors that say so and name the tools. */
public record UnsupportedOperations(String name, Dialect dialect) {

    private String tool() {
        return switch (dialect.product()) {
            case "PostgreSQL" -> "pg_dump and pg_restore";
            case "MariaDB" -> "mariadb-dump and mariadb";
            case "MySQL" -> "mysqldump and mysql";
            case "H2" -> "BACKUP TO, SCRIPT TO and RUNSCRIPT FROM";
            case "DuckDB" -> "EXPORT DATABASE and IMPORT DATABASE, or copies of the file while no one has it open";
            default -> "see its manual";
        };
    }

    public BackupFailedException backUp() {
        return Bridge.errors()
                .backupFailed(
                        "fastmigrate cannot back up " + name + ".",
                        "Make one with the database's own tools before you migrate (" + tool() + ").",
                        null);
    }

    public BackupFailedException restore() {
        return Bridge.errors()
                .backupFailed(
                        "fastmigrate cannot restore a backup of " + name + ".",
                        "Use the database's own tools (" + tool() + ").",
                        null);
    }

    /**
     * What a person may do after a failure, a program must not: others may have committed since the backup.
     *
     * @param how the commands for a file BACKUP
     */
    public BackupFailedException restoreOnFailure(Optional<String> how) {
        String why = dialect.product().equals("PostgreSQL")
                ? "fastmigrate cannot know what others have committed since the backup"
                : "a restore that is ended early would leave a part of the backup";
        return Bridge.errors()
                .backupFailed(
                        "restore-on-failure is not possible on " + name + ": " + why + ". Nothing was run.",
                        "Migrate with a backup (--backup) and without restore-on-failure, or with --transaction run, which takes"
                                + " back all scripts that share a transaction. After a failure: "
                                + how.map(command -> command + ".")
                                        .orElseGet(() -> "use the database's own tools (" + tool() + ")."),
                        null);
    }

    /** The same, with the very command where it is known. */
    public BackupFailedException restore(Optional<String> how) {
        return how.map(command -> Bridge.errors()
                        .backupFailed("fastmigrate cannot restore a backup of " + name + ".", command + ".", null))
                .orElseGet(this::restore);
    }

    public BackupFailedException copy() {
        String copying = switch (dialect.product()) {
            case "H2" ->
                "Run fastmigrate backup, run the file that it writes in an empty database (RUNSCRIPT FROM 'BACKUP')";
            case "DuckDB" -> "Run fastmigrate backup, which writes a database (--db jdbc:duckdb:BACKUP)";
            default -> "Put a backup into another database with the database's own tools (" + tool() + ")";
        };
        return Bridge.errors()
                .backupFailed(
                        "fastmigrate cannot copy " + name
                                + " for a rehearsal: it copies databases of SQLite, PostgreSQL, MariaDB and MySQL.",
                        copying + ", and migrate that one.",
                        null);
    }

    public EnrollFailedException enroll() {
        return Bridge.errors()
                .enrollFailed(
                        "fastmigrate cannot write the schema of " + name + " as a script.",
                        "Write it as 0001-initial.sql with the database's own tools (" + tool()
                                + "), and create the table _meta by hand with the row (1, 1).",
                        null);
    }
}
