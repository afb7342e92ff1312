package io.fastmigrate.model;

/** What a script is written in, and with that how it runs. */
public enum ScriptKind {
    /** SQL, run statement by statement by the engine itself. */
    SQL("sql"),
    /** A Python program, run as a process of its own. */
    PYTHON("py"),
    /** A shell script, run as a process of its own. */
    SHELL("sh"),
    /** A {@link JavaMigration}. */
    JAVA("java");

    private final String extension;

    ScriptKind(String extension) {
        this.extension = extension;
    }

    /** Returns the file name extension without its dot; a Java migration has {@code java}, although no file. */
    public String extension() {
        return extension;
    }

    /** Tells whether a script of this kind is a process that opens its own connection to the database. */
    public boolean isProcess() {
        return this == PYTHON || this == SHELL;
    }
}
