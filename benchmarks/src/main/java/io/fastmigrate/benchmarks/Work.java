package io.fastmigrate.benchmarks;

import static io.fastmigrate.benchmarks.Contender.FASTMIGRATE;
import static io.fastmigrate.benchmarks.Contender.FLYWAY;
import static io.fastmigrate.benchmarks.Contender.LIMIT;
import static io.fastmigrate.benchmarks.Contender.LIQUIBASE;
import static io.fastmigrate.benchmarks.Contender.PYTHON;
import static io.fastmigrate.benchmarks.Contender.SHELL;
import static io.fastmigrate.benchmarks.Contender.UNCHECKED;

import java.util.List;
import java.util.Locale;

/** What is measured: one row of the table. */
enum Work {
    NOTHING_1("nothing-1", Kind.NOTHING_PENDING, 1, "nothing pending, %,d script, later calls in one JVM"),
    NOTHING_10("nothing-10", Kind.NOTHING_PENDING, 10, "nothing pending, %,d scripts, later calls in one JVM"),
    NOTHING_100("nothing-100", Kind.NOTHING_PENDING, 100, "nothing pending, %,d scripts, later calls in one JVM"),
    NOTHING_1000("nothing-1000", Kind.NOTHING_PENDING, 1_000, "nothing pending, %,d scripts, later calls in one JVM"),
    NOTHING_9999("nothing-9999", Kind.NOTHING_PENDING, 9_999, "nothing pending, %,d scripts, later calls in one JVM"),
    FIRST_1000("first-1000", Kind.FIRST_CALL, 1_000, "nothing pending, %,d scripts, first call in a fresh JVM"),
    APPLY_1("apply-1", Kind.APPLY, 1, "apply %,d tiny script to a fresh database, in a fresh JVM"),
    APPLY_10("apply-10", Kind.APPLY, 10, "apply %,d tiny scripts to a fresh database, in a fresh JVM"),
    APPLY_100("apply-100", Kind.APPLY, 100, "apply %,d tiny scripts to a fresh database, in a fresh JVM"),
    APPLY_1000("apply-1000", Kind.APPLY, 1_000, "apply %,d tiny scripts to a fresh database"),
    APPLY_9999("apply-9999", Kind.APPLY, 9_999, "apply %,d tiny scripts to a fresh database"),
    INSERTS_10K("inserts-10k", Kind.ONE_SCRIPT, 10_000, "one script, %,d INSERTs of 99 bytes"),
    INSERTS_100K("inserts-100k", Kind.ONE_SCRIPT, 100_000, "one script, %,d INSERTs of 99 bytes"),
    INSERTS_1M("inserts-1m", Kind.ONE_SCRIPT, 1_000_000, "one script, %,d INSERTs of 99 bytes"),
    INSERTS_10M("inserts-10m", Kind.ONE_SCRIPT_SMALL_HEAP, 10_000_000, "one script, %,d INSERTs, -Xmx64m"),
    SPRING(
            "spring-100",
            Kind.SPRING_START,
            100,
            "start of a Spring Boot application, %,d applied scripts, whole process"),
    COMMAND_LINE("cli-100", Kind.COMMAND_LINE, 100, "command line, nothing pending, %,d scripts, whole process"),
    TENANTS("tenants-1000", Kind.TENANTS, 1_000, "3 pending scripts for each of %,d databases, two workers"),
    REFERRING_1("references-1mb", Kind.REFERRING, 1, "10 scripts with foreign keys on a database of %,d MB"),
    REFERRING_2000("references-2gb", Kind.REFERRING, 2_000, "10 scripts with foreign keys on a database of %,d MB"),
    BACKUP("backup-500mb", Kind.BACKUP, 500, "back up a database of %,d MB");

    /** What happens to the count of things that a row is about. */
    enum Kind {
        NOTHING_PENDING,
        FIRST_CALL,
        APPLY,
        ONE_SCRIPT,
        ONE_SCRIPT_SMALL_HEAP,
        COMMAND_LINE,
        SPRING_START,
        TENANTS,
        REFERRING,
        BACKUP
    }

    private static final int SMALL = 100;

    private final String id;
    private final Kind kind;
    private final int count;
    private final String title;

    Work(String id, Kind kind, int count, String title) {
        this.id = id;
        this.kind = kind;
        this.count = count;
        this.title = title;
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    /** Returns how many scripts, statements or megabytes; the rows that show growth from small counts keep them. */
    int count(double scale) {
        return count <= SMALL ? count : (int) Math.max(1, Math.round(count * scale));
    }

    String title(double scale) {
        return String.format(Locale.ROOT, title, count(scale));
    }

    List<Contender> contenders() {
        return switch (kind) {
            case NOTHING_PENDING -> nothingPending();
            case FIRST_CALL -> List.of(LIMIT, FASTMIGRATE, UNCHECKED, PYTHON, FLYWAY, LIQUIBASE);
            case APPLY, ONE_SCRIPT ->
                count < 1_000 || this == INSERTS_10K || this == INSERTS_100K
                        ? List.of(LIMIT, FASTMIGRATE)
                        : List.of(LIMIT, FASTMIGRATE, PYTHON, FLYWAY, LIQUIBASE, SHELL);
            case ONE_SCRIPT_SMALL_HEAP -> List.of(LIMIT, FASTMIGRATE, PYTHON, FLYWAY, LIQUIBASE, SHELL);
            case COMMAND_LINE -> List.of(LIMIT, FASTMIGRATE, PYTHON);
            case SPRING_START, TENANTS, REFERRING -> List.of(LIMIT, FASTMIGRATE);
            case BACKUP -> List.of(LIMIT, FASTMIGRATE, PYTHON, SHELL);
        };
    }

    /** To have Flyway and Liquibase apply 9,999 scripts first would take longer than all else. */
    private List<Contender> nothingPending() {
        return switch (this) {
            case NOTHING_1000 -> List.of(LIMIT, FASTMIGRATE, UNCHECKED, PYTHON, FLYWAY, LIQUIBASE);
            case NOTHING_9999 -> List.of(LIMIT, FASTMIGRATE, UNCHECKED, PYTHON);
            default -> List.of(LIMIT, FASTMIGRATE, UNCHECKED);
        };
    }

    /** Returns whose time is 1.0 in the column of ratios. */
    Contender yardstick() {
        return switch (kind) {
            case COMMAND_LINE -> PYTHON;
            case BACKUP -> SHELL;
            default -> LIMIT;
        };
    }
}
