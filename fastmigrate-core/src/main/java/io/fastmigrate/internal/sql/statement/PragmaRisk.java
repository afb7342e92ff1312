package io.fastmigrate.internal.sql.statement;

/** What happens to a script because of a pragma that weakens what its transaction promises. */
public enum PragmaRisk {
    /** The script does not run: with this setting nothing could take back what it does. */
    REFUSED,
    /** The database is checked before and after the script, in its transaction, which commits only what is sound. */
    CHECKED,
    /** The number that tells other connections of a new schema is set to one that none of them knows. */
    RENEWED
}
