package io.fastmigrate.spring.internal.start;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.gate.Gate;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.check.StartChecks;
import io.fastmigrate.spring.internal.database.FailureOrigins;
import io.fastmigrate.spring.internal.observe.MigrationEvents;
import io.fastmigrate.spring.internal.observe.RunStates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Creates what is missing and runs the pending scripts, when the phase says so. Whatever waits for the initialisation of
 * databases is made after this bean.
 */
public class FastMigrateInitializer implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private final Map<String, FastMigrate> databases;
    private final MigrationPhase phase;
    private final StartChecks checks;
    private final RunStates runs;
    private final MigrationEvents events;
    private final @Nullable Gate gate;

    /**
     * Makes the one initializer of an application.
     *
     * @param gate is there in the phase {@link MigrationPhase#GATE} only
     */
    public FastMigrateInitializer(
            Map<String, FastMigrate> databases,
            MigrationPhase phase,
            StartChecks checks,
            RunStates runs,
            MigrationEvents events,
            @Nullable Gate gate) {
        this.databases = databases;
        this.phase = phase;
        this.checks = checks;
        this.runs = runs;
        this.events = events;
        this.gate = gate;
    }

    @Override
    public void afterPropertiesSet() {
        switch (phase) {
            case EARLY -> EndOfProgram.interrupts(() -> migrate(databases));
            case VERIFY -> databases.forEach(this::verify);
            case GATE -> {
                if (gate != null) {
                    gate.open(() -> EndOfProgram.interrupts(() -> migrate(databases)));
                }
            }
            case RUNNER -> log.debug("Migration waits for the runners");
        }
    }

    /** Migrates each database that does not stand where it was left, in the phase {@code VERIFY} looks again. */
    void confirm() {
        if (phase == MigrationPhase.GATE && gate != null) {
            gate.awaitEnd();
        }
        Map<String, FastMigrate> moved = new LinkedHashMap<>(databases);
        moved.entrySet().removeIf(entry -> standsWhereItWasLeft(entry.getKey(), entry.getValue()));
        if (phase == MigrationPhase.VERIFY) {
            moved.forEach(this::verify);
        } else if (!moved.isEmpty()) {
            EndOfProgram.interrupts(() -> migrate(moved));
        }
    }

    private boolean standsWhereItWasLeft(String name, FastMigrate database) {
        Optional<Version> reached = runs.own(name).reached();
        if (reached.isEmpty()) {
            return false;
        }
        try {
            return database.version().equals(reached.get());
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException gone) {
            log.warn("The database existed at the start and is gone now: {}", gone.getMessage());
            return false;
        }
    }

    private void verify(String name, FastMigrate database) {
        Version version;
        try {
            checks.beforeMigration(name, database);
            version = database.verify().version();
            compare(name, database);
        } catch (FastMigrateException e) {
            FailureOrigins.remember(e, name, databases.size() > 1);
            throw e;
        }
        runs.own(name).verified(version);
        log.atInfo()
                .addKeyValue("database", name)
                .addKeyValue("version", version.number())
                .log("Database {} is at version {}, as its scripts expect", database.databaseName(), version);
    }

    /** Checks all before the first one changes. */
    private void migrate(Map<String, FastMigrate> some) {
        some.forEach(this::check);
        some.forEach(this::migrate);
    }

    private void check(String name, FastMigrate database) {
        try {
            checks.beforeMigration(name, database);
        } catch (FastMigrateException e) {
            runs.own(name).starting();
            failed(name, e);
            throw e;
        }
    }

    private void migrate(String name, FastMigrate database) {
        runs.own(name).starting();
        try {
            migrateOrCreate(name, database);
            compare(name, database);
        } catch (FastMigrateException e) {
            failed(name, e);
            throw e;
        }
    }

    private void failed(String name, FastMigrateException error) {
        runs.own(name).failed(error);
        FailureOrigins.remember(error, name, databases.size() > 1);
        if (phase == MigrationPhase.EARLY) {
            events.publishOfFailedStart();
        }
    }

    private void compare(String name, FastMigrate database) {
        checks.afterMigration(name, database).ifPresent(runs.own(name)::compared);
    }

    /** Does not ask first: in nearly every start the database is there. */
    private static void migrateOrCreate(String name, FastMigrate database) {
        try {
            database.migrate();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException missing) {
            database.scripts(); // fails before a database is made for scripts that could not run
            if (database.create().isNew()) {
                String made = database.databaseName().startsWith("jdbc:")
                        ? "Table _meta with version 0 created in {}"
                        : "Database {} created";
                log.atInfo().addKeyValue("database", name).log(made, database.databaseName());
            }
            database.migrate();
        }
    }
}
