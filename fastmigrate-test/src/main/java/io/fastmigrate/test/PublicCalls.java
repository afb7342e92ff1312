package io.fastmigrate.test;

import static io.fastmigrate.test.ContractBase.ADA;
import static io.fastmigrate.test.ContractBase.BROKEN;
import static io.fastmigrate.test.ContractBase.CREATE;
import static io.fastmigrate.test.ContractBase.GRACE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The public calls, each with what it wants to find, and with each way in which it can go wrong. */
final class PublicCalls {

    private final Set<Capability> capabilities;
    private final List<Call> calls = new ArrayList<>();

    private PublicCalls(Set<Capability> capabilities) {
        this.capabilities = capabilities;
    }

    /** Where a call is made. */
    record Bench(PooledDatabase database, Migrations migrations) {

        FastMigrateBuilder builder() {
            return database.builder().migrations(migrations.directory());
        }

        FastMigrate fastMigrate() {
            return builder().build();
        }
    }

    /** Something that is done at a bench. */
    @FunctionalInterface
    interface Work {
        void at(Bench bench) throws Exception;
    }

    /**
     * One call.
     *
     * @param arrangement what it wants to find; is done on the same pool
     * @param action the call itself, and what must come of it
     */
    record Call(String name, Work arrangement, Work action) {

        void arrange(Bench bench) throws Exception {
            arrangement.at(bench);
        }

        void act(Bench bench) throws Exception {
            action.at(bench);
        }
    }

    static List<Call> all(Set<Capability> capabilities, Map<String, String> scriptsThatLeaveTraces) {
        PublicCalls calls = new PublicCalls(capabilities);
        calls.reading();
        calls.migrating();
        calls.migratingInJava();
        calls.throwingErrors();
        calls.copying();
        calls.takingOver();
        scriptsThatLeaveTraces.forEach(calls::leavingTraces);
        return calls.calls;
    }

    private boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    private void add(String name, Work arrangement, Work action) {
        calls.add(new Call(name, arrangement, action));
    }

    /** Version 1 of two; the second script is pending. */
    private static void oneOfTwo(Bench bench) throws Exception {
        bench.migrations().with("0001-person.sql", CREATE);
        bench.fastMigrate().create();
        bench.fastMigrate().migrate();
        bench.migrations().with("0002-ada.sql", ADA);
    }

    private static Work then(String fileName, String text) {
        return bench -> {
            oneOfTwo(bench);
            bench.migrations().with(fileName, text);
        };
    }

    private static void fails(FastMigrate fastMigrate) {
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(FastMigrateException.class);
    }

    private void reading() {
        add("create", bench -> {}, bench -> bench.fastMigrate().create());
        add(
                "create what is there",
                PublicCalls::oneOfTwo,
                bench -> bench.fastMigrate().create());
        add("version", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().version());
        add("status", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().status());
        add(
                "status of an empty database",
                bench -> {},
                bench -> bench.fastMigrate().status());
        add("plan", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().plan());
        add(
                "verify",
                PublicCalls::oneOfTwo,
                bench -> assertThatThrownBy(bench.fastMigrate()::verify).isInstanceOf(FastMigrateException.class));
        add("scripts", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().scripts());
    }

    private void migrating() {
        add("migrate", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().migrate());
        add(
                "migrate with nothing pending",
                bench -> {
                    oneOfTwo(bench);
                    bench.fastMigrate().migrate();
                },
                bench -> bench.fastMigrate().migrate());
        add("migrate without a version", bench -> {}, bench -> {
            bench.migrations().with("0001-person.sql", CREATE);
            fails(bench.fastMigrate());
        });
        add("migrate with a script that fails", then("0003-broken.sql", GRACE + BROKEN), bench -> {
            fails(bench.fastMigrate());
        });
        add(
                "migrate in one transaction",
                then("0003-grace.sql", GRACE),
                bench -> bench.builder()
                        .transaction(TransactionScope.RUN)
                        .build()
                        .migrate());
        add(
                "migrate in one transaction that fails",
                then("0003-broken.sql", BROKEN),
                bench -> fails(bench.builder().transaction(TransactionScope.RUN).build()));
        if (can(Capability.RUN_PROCESSES)) {
            add(
                    "migrate with a process",
                    then("0003-nothing.sh", "exit 0\n"),
                    bench -> bench.fastMigrate().migrate());
            add("migrate with a process that fails", then("0003-fails.sh", "exit 1\n"), bench -> {
                fails(bench.fastMigrate());
            });
        }
        if (can(Capability.HISTORY)) {
            add("accept", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().accept(new Version(1)));
            add(
                    "accept what did not run",
                    PublicCalls::oneOfTwo,
                    bench -> assertThatThrownBy(() -> bench.fastMigrate().accept(new Version(2)))
                            .isInstanceOf(FastMigrateException.class));
        }
    }

    private void migratingInJava() {
        if (!can(Capability.RUN_JAVA)) {
            return;
        }
        add(
                "migrate in Java",
                PublicCalls::oneOfTwo,
                bench -> java(bench, connection -> {}).migrate());
        add(
                "migrate in Java that fails",
                PublicCalls::oneOfTwo,
                bench -> fails(java(bench, connection -> {
                    throw new IllegalStateException("on purpose");
                })));
        add(
                "migrate in Java that leaves a result set open",
                PublicCalls::oneOfTwo,
                bench -> java(bench, connection -> connection.createStatement().executeQuery("SELECT id FROM person"))
                        .migrate());
        add("migrate in Java that throws an Error", PublicCalls::oneOfTwo, bench -> {
            FastMigrate fastMigrate = java(bench, connection -> {
                throw new OnPurpose();
            });
            assertThatThrownBy(fastMigrate::migrate).hasStackTraceContaining("OnPurpose");
        });
    }

    @FunctionalInterface
    private interface JavaWork {
        void on(Connection connection) throws Exception;
    }

    private static FastMigrate java(Bench bench, JavaWork work) {
        JavaMigration migration = new ContractBase.Statements(3, GRACE) {
            @Override
            public void migrate(Connection connection) throws Exception {
                super.migrate(connection);
                work.on(connection);
            }
        };
        return bench.builder().javaMigrations(List.of(migration)).build();
    }

    /** Neither an {@code Exception} nor one that anything of the JDK's throws. */
    private static final class OnPurpose extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void throwingErrors() {
        add("migrate with a listener that throws an Error before a script", PublicCalls::oneOfTwo, bench -> {
            FastMigrate fastMigrate = bench.fastMigrate().withListener(new MigrationListener() {
                @Override
                public void onStarted(Plan.Step script) {
                    throw new OnPurpose();
                }
            });
            attempt(fastMigrate);
        });
        add("migrate with a listener that throws an Error after a script", PublicCalls::oneOfTwo, bench -> {
            FastMigrate fastMigrate = bench.fastMigrate().withListener(new MigrationListener() {
                @Override
                public void onApplied(HistoryEntry entry) {
                    throw new OnPurpose();
                }
            });
            attempt(fastMigrate);
        });
        add("migrate in one transaction with a listener that throws an Error", then("0003-grace.sql", GRACE), bench -> {
            FastMigrate fastMigrate = bench.builder()
                    .transaction(TransactionScope.RUN)
                    .build()
                    .withListener(new MigrationListener() {
                        @Override
                        public void onStarted(Plan.Step script) {
                            if (script.script().version().equals(new Version(3))) {
                                throw new OnPurpose();
                            }
                        }
                    });
            attempt(fastMigrate);
        });
    }

    /** Whether a listener's Error, or what a script leaves, ends the run is not what this is about. */
    private static void attempt(FastMigrate fastMigrate) {
        try {
            fastMigrate.migrate();
        } catch (OnPurpose | FastMigrateException e) {
            return;
        }
    }

    private void copying() {
        if (can(Capability.BACK_UP)) {
            add("back up", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().backUp());
            add(
                    "list backups",
                    PublicCalls::oneOfTwo,
                    bench -> bench.fastMigrate().backups());
            add(
                    "migrate with a backup first",
                    PublicCalls::oneOfTwo,
                    bench -> bench.builder().backUpFirst().build().migrate());
        }
        if (can(Capability.RESTORE)) {
            add("restore", PublicCalls::oneOfTwo, bench -> {
                Path backup = bench.fastMigrate().backUp();
                bench.fastMigrate().migrate();
                bench.fastMigrate().restoreDiscardingNewer(backup);
            });
            add(
                    "migrate with restore on failure",
                    then("0003-broken.sql", "VACUUM;\n" + GRACE + "VACUUM;\n" + BROKEN),
                    bench -> fails(bench.builder().restoreOnFailure().build()));
            add("rehearse", PublicCalls::oneOfTwo, bench -> bench.fastMigrate().rehearse());
            add(
                    "rehearse what fails",
                    then("0003-broken.sql", BROKEN),
                    bench ->
                            assertThatThrownBy(bench.fastMigrate()::rehearse).isInstanceOf(FastMigrateException.class));
            add(
                    "write a rebuild",
                    PublicCalls::oneOfTwo,
                    bench -> bench.fastMigrate()
                            .rebuildScript("person", "id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT ''"));
        }
    }

    private static void unmanaged(Bench bench) throws Exception {
        bench.database().execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100))");
    }

    private void takingOver() {
        if (!can(Capability.ENROLL)) {
            return;
        }
        add("enroll", PublicCalls::unmanaged, bench -> bench.fastMigrate().enroll(List.of("person")));
        add(
                "enroll what is managed",
                PublicCalls::oneOfTwo,
                bench -> assertThatThrownBy(bench.fastMigrate()::enroll).isInstanceOf(FastMigrateException.class));
        if (can(Capability.RESTORE)) {
            add(
                    "plan an adoption",
                    PublicCalls::ofAnotherTool,
                    bench -> bench.fastMigrate().planAdoption(Adoption.Source.of(oldScripts(bench))));
            add(
                    "adopt",
                    PublicCalls::ofAnotherTool,
                    bench -> bench.fastMigrate().adopt(Adoption.Source.of(oldScripts(bench))));
            add(
                    "adopt what no tool migrates",
                    PublicCalls::unmanaged,
                    bench -> assertThatThrownBy(() -> bench.fastMigrate().adopt(Adoption.Source.of(oldScripts(bench))))
                            .isInstanceOf(FastMigrateException.class));
        }
    }

    private static Path oldScripts(Bench bench) throws IOException {
        return Files.createDirectories(bench.migrations().directory().resolveSibling("old"));
    }

    private static void ofAnotherTool(Bench bench) throws Exception {
        unmanaged(bench);
        Files.writeString(oldScripts(bench).resolve("V1__person.sql"), CREATE);
        bench.database().execute("""
                CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY, version VARCHAR(50),
                    description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL,
                    checksum INT, installed_by VARCHAR(100) NOT NULL, installed_on TEXT NOT NULL,
                    execution_time INT NOT NULL, success BOOLEAN NOT NULL)""");
        bench.database()
                .execute(
                        "INSERT INTO flyway_schema_history VALUES (1, '1', 'person', 'SQL', 'V1__person.sql', NULL, 'me',"
                                + " '2026-01-01 00:00:00', 1, 1)");
    }

    private void leavingTraces(String what, String script) {
        add(
                "migrate with a script that leaves " + what,
                then("0003-leaves.sql", script),
                bench -> attempt(bench.fastMigrate()));
        add(
                "migrate with a script that leaves " + what + " and fails",
                then("0003-leaves.sql", script + "\n" + BROKEN),
                bench -> fails(bench.fastMigrate()));
        add(
                "migrate in one transaction with a script that leaves " + what + " and fails",
                then("0003-leaves.sql", script + "\n" + BROKEN),
                bench -> fails(bench.builder().transaction(TransactionScope.RUN).build()));
    }
}
