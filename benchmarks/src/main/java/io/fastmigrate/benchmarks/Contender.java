package io.fastmigrate.benchmarks;

/** Who is measured. */
enum Contender {
    LIMIT("raw sqlite-jdbc", "#9aa5b1"),
    EARLIER("fastmigrate, earlier build", "#b8c4ce"),
    FASTMIGRATE("fastmigrate", "#0b7285"),
    UNCHECKED("fastmigrate without its checks of old scripts", "#66b2c0"),
    PYTHON("Python tool", "#e8a33d"),
    FLYWAY("Flyway", "#c2433a"),
    LIQUIBASE("Liquibase", "#6a4c93"),
    SHELL("sqlite3 shell", "#495057");

    private final String label;
    private final String colour;

    Contender(String label, String colour) {
        this.label = label;
        this.colour = colour;
    }

    String label() {
        return label;
    }

    /** Returns the colour of the contender's bar, as SVG writes it. */
    String colour() {
        return colour;
    }

    boolean isJava() {
        return this != PYTHON && this != SHELL;
    }

    /** How the contender wants its scripts named and marked. */
    enum Dialect {
        NUMBERED,
        /** A script of many statements brings its transaction: the tool itself begins none. */
        BRACKETED,
        FLYWAY,
        LIQUIBASE
    }

    Dialect dialect() {
        return switch (this) {
            case FLYWAY -> Dialect.FLYWAY;
            case LIQUIBASE -> Dialect.LIQUIBASE;
            case PYTHON -> Dialect.BRACKETED;
            default -> Dialect.NUMBERED;
        };
    }
}
