package io.fastmigrate.report;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Status;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.report.internal.facts.DatabaseFacts;
import io.fastmigrate.report.internal.facts.Disclosure;
import io.fastmigrate.report.internal.facts.FactsReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A database in a report, and what the report may show of it. Immutable. */
public final class ReportedDatabase {

    /** What a report can leave out. */
    public enum Part {
        /** The path or URL of the database. */
        LOCATION,
        /** The users and hosts that applied scripts. */
        USERS,
        /** The tables, as a picture and as a list. */
        SCHEMA
    }

    /** A run that is on, which makes reading unnecessary. */
    private record Run(Status status, String note) {}

    /** All that can be set; each method of the outer class changes one. */
    private record Options(
            Set<Part> hidden,
            UnaryOperator<String> texts,
            @Nullable Run run,
            @Nullable FastMigrateException failure) {}

    private final String name;
    private final FastMigrate database;
    private final Options options;

    private ReportedDatabase(String name, FastMigrate database, Options options) {
        this.name = name;
        this.database = database;
        this.options = options;
    }

    /** Makes one of which all is shown. */
    public static ReportedDatabase of(String name, FastMigrate database) {
        return new ReportedDatabase(name, database, new Options(Set.of(), UnaryOperator.identity(), null, null));
    }

    /** Returns the same database without these parts. */
    public ReportedDatabase hiding(Part... parts) {
        Set<Part> more = EnumSet.noneOf(Part.class);
        more.addAll(options.hidden());
        more.addAll(Arrays.asList(parts));
        return with(new Options(more, options.texts(), options.run(), options.failure()));
    }

    /** Returns the same database; messages, default values and the SQL of triggers are shown as the function returns them. */
    public ReportedDatabase withTexts(UnaryOperator<String> function) {
        return with(new Options(options.hidden(), function, options.run(), options.failure()));
    }

    /**
     * Returns the same database while it is migrated: shows this status and a note, and does not read the database.
     *
     * @param note how far the run is, for people
     */
    public ReportedDatabase migrating(Status status, String note) {
        return with(new Options(options.hidden(), options.texts(), new Run(status, note), options.failure()));
    }

    /** Returns the same database, with the error that ended its last run. */
    public ReportedDatabase withFailedRun(FastMigrateException failure) {
        return with(new Options(options.hidden(), options.texts(), options.run(), failure));
    }

    private ReportedDatabase with(Options changed) {
        return new ReportedDatabase(name, database, changed);
    }

    DatabaseFacts read() {
        Set<Part> hidden = options.hidden();
        Disclosure disclosure = new Disclosure(
                !hidden.contains(Part.LOCATION),
                !hidden.contains(Part.USERS),
                !hidden.contains(Part.SCHEMA),
                options.texts());
        FactsReader reader = new FactsReader(name, database, disclosure);
        if (options.failure() != null) {
            reader.tellFailedRun(options.failure());
        }
        Run run = options.run();
        return run == null ? reader.read() : reader.whileMigrating(run.status(), run.note());
    }
}
