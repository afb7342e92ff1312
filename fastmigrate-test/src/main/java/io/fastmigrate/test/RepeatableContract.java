package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import org.junit.jupiter.api.Test;

/** The contract of repeatable scripts. */
abstract class RepeatableContract extends MigrationContract {

    private static final String ROWS = "repeatable/rows.sql";

    private static String rows(String name) {
        return "DELETE FROM person WHERE id = 7;\nINSERT INTO person (id, name) VALUES (7, '" + name + "');\n";
    }

    private FastMigrate withRows(String name) throws Exception {
        require(Capability.REPEATABLE);
        migrations.with("0001-person.sql", CREATE).with(ROWS, rows(name));
        return managed();
    }

    @Test
    void refusesRepeatableScriptsOfWhichNoRecordIsKept() throws Exception {
        requireAbsent(Capability.REPEATABLE);
        migrations.with("0001-person.sql", CREATE);
        FastMigrate fastMigrate = managed();
        migrations.with(ROWS, rows("Ada"));
        InvalidScriptException refusal = catchThrowableOfType(InvalidScriptException.class, fastMigrate::migrate);
        assertThat(refusal).hasMessageContaining("rows.sql");
        assertThat(refusal.advice()).contains("REPEATABLE", "number");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void runsRepeatableScriptsAfterTheNumberedOnesAndLeavesTheVersion() throws Exception {
        FastMigrate fastMigrate = withRows("Ada");
        assertThat(fastMigrate.plan().steps())
                .extracting(step -> step.script().fileName())
                .containsExactly("0001-person.sql", ROWS);
        assertThat(fastMigrate.plan().target()).isEqualTo(new Version(1));
        Report report = fastMigrate.migrate();
        assertThat(report.applied()).extracting(HistoryEntry::fileName).containsExactly("0001-person.sql", ROWS);
        assertThat(report.applied()).extracting(HistoryEntry::isRepeatable).containsExactly(false, true);
        assertThat(report.after()).isEqualTo(new Version(1));
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void runsRepeatableScriptAgainWhenItWasChangedAndOnlyThen() throws Exception {
        withRows("Ada").migrate();
        database.execute("DELETE FROM person");
        assertThat(builder().build().migrate().applied()).isEmpty();
        migrations.with(ROWS, "-- only a comment\n" + rows("Ada"));
        assertThat(builder().build().migrate().applied()).isEmpty();
        assertThat(database.query(NAMES)).isEmpty();
        migrations.with(ROWS, rows("Grace"));
        assertThat(builder().build().status().state()).isEqualTo(Status.State.PENDING);
        assertThat(builder().build().migrate().applied())
                .extracting(HistoryEntry::fileName)
                .containsExactly(ROWS);
        assertThat(builder().build().status().state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(database.query(NAMES)).containsExactly("Grace");
    }

    @Test
    void runsNothingWhereRepeatableScriptWasEditedAndPutBack() throws Exception {
        withRows("Ada").migrate();
        migrations.with(ROWS, rows("Grace"));
        migrations.with(ROWS, rows("Ada"));
        assertThat(builder().build().migrate().applied()).isEmpty();
    }

    @Test
    void saysHowRepeatableScriptsRanLast() throws Exception {
        withRows("Ada").migrate();
        migrations.with(ROWS, rows("Grace")).with("0002-more.sql", ADA);
        builder().build().migrate();
        Status status = builder().build().status();
        assertThat(status.appliedRepeatable()).singleElement().satisfies(entry -> {
            assertThat(entry.fileName()).isEqualTo(ROWS);
            assertThat(entry.version()).isEqualTo(new Version(2));
            assertThat(entry.from()).isEqualTo(new Version(2));
        });
        assertThat(status.applied()).noneMatch(HistoryEntry::isRepeatable);
    }

    @Test
    void runsRepeatableScriptAgainAfterItFailed() throws Exception {
        FastMigrate fastMigrate = withRows("Ada");
        migrations.with(ROWS, rows("Ada") + BROKEN);
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.script().fileName()).isEqualTo(ROWS);
        assertThat(failure.report().applied()).hasSize(1);
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        if (database.capabilities().contains(Capability.ATOMIC_SCRIPTS)) {
            assertThat(database.query(NAMES)).isEmpty();
        }
        migrations.with(ROWS, rows("Grace"));
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
        assertThat(database.query(NAMES)).containsExactly("Grace");
    }

    @Test
    void keepsNothingOfARunInOneTransactionWhoseRepeatableScriptFails() throws Exception {
        require(Capability.ATOMIC_SCRIPTS);
        withRows("Ada").migrate();
        migrations.with("0002-grace.sql", GRACE).with(ROWS, rows("Ada") + BROKEN);
        FastMigrate fastMigrate = builder().transaction(TransactionScope.RUN).build();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate)
                        .report()
                        .applied())
                .isEmpty();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        migrations.with(ROWS, rows("Barbara"));
        assertThat(fastMigrate.migrate().applied()).hasSize(2);
        assertThat(database.query(NAMES)).containsExactly("Grace", "Barbara");
    }

    @Test
    void letsRepeatableScriptsWaitForNumberedOnesAboveTheTarget() throws Exception {
        withRows("Ada");
        migrations.with("0002-grace.sql", GRACE);
        FastMigrate upToOne = builder().target(1).build();
        Report report = upToOne.migrate();
        assertThat(report.applied()).extracting(HistoryEntry::fileName).containsExactly("0001-person.sql");
        assertThat(report.warnings())
                .filteredOn(warning -> warning.kind() == Warning.Kind.REPEATABLE)
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains(ROWS, "target"));
        assertThat(upToOne.verify().state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(builder().build().migrate().applied()).hasSize(2);
        assertThat(database.query(NAMES)).containsExactly("Grace", "Ada");
    }

    @Test
    void runsNoRepeatableScriptWhereTheDatabaseIsAhead() throws Exception {
        withRows("Ada");
        migrations.with("0002-grace.sql", GRACE);
        builder().build().migrate();
        migrations.without("0002-grace.sql").with(ROWS, rows("Older"));
        assertThat(builder().build().migrate().applied()).isEmpty();
        assertThat(builder().build().status().pending()).isEmpty();
        assertThat(database.query(NAMES)).containsExactly("Grace", "Ada");
    }

    @Test
    void tellsOfRepeatableScriptsThatAreGoneAndDropsNothing() throws Exception {
        withRows("Ada").migrate();
        migrations.without(ROWS).with("repeatable/renamed.sql", rows("Grace"));
        Status status = builder().build().status();
        assertThat(status.missing()).extracting(HistoryEntry::fileName).containsExactly(ROWS);
        assertThat(status.pending()).extracting(Script::fileName).containsExactly("repeatable/renamed.sql");
        Plan plan = builder().build().plan();
        assertThat(plan.warnings())
                .anySatisfy(
                        warning -> assertThat(warning.message()).contains(ROWS).contains("stays"));
        assertThat(builder().build().migrate().applied()).hasSize(1);
        assertThat(builder().build().migrate().warnings())
                .noneMatch(warning -> warning.kind() == Warning.Kind.REPEATABLE);
        assertThat(database.query(NAMES)).containsExactly("Grace");
    }

    @Test
    void isBehindWhereOnlyRepeatableScriptsArePending() throws Exception {
        FastMigrate fastMigrate = withRows("Ada");
        fastMigrate.migrate();
        assertThat(fastMigrate.verify().pending()).isEmpty();
        migrations.with(ROWS, rows("Grace"));
        DatabaseBehindException behind =
                catchThrowableOfType(DatabaseBehindException.class, builder().build()::verify);
        assertThat(behind.pending()).extracting(Script::fileName).containsExactly(ROWS);
        assertThat(behind).hasMessageContaining(ROWS);
    }

    @Test
    void keepsTheRecordOfRepeatableScriptsWithoutHistoryToo() throws Exception {
        withRows("Ada");
        assertThat(builder().withoutHistory().build().migrate().applied()).hasSize(2);
        assertThat(builder().withoutHistory().build().migrate().applied()).isEmpty();
    }

    @Test
    void refusesTwoRepeatableScriptsWhoseNamesDifferInCaseAlone() throws Exception {
        withRows("Ada").migrate();
        migrations.with("repeatable/ROWS.sql", rows("Grace"));
        String[] names = migrations.directory().resolve("repeatable").toFile().list();
        if (names != null && names.length == 2) {
            assertThat(catchThrowableOfType(
                            FastMigrateException.class, builder().build()::migrate))
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContaining("ROWS.sql")
                    .hasMessageContaining("rows.sql");
        }
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }
}
