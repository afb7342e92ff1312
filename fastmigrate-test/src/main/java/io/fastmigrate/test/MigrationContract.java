package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of running scripts and Java migrations. */
abstract class MigrationContract extends ContractBase {

    @Test
    void startsAtVersionZero() {
        assertThat(builder().build().create().isNew()).isTrue();
        assertThat(builder().build().version()).isEqualTo(Version.ZERO);
    }

    @Test
    void leavesManagedDatabaseAloneWhenCreatedAgain() throws Exception {
        migrations.with("0001-person.sql", CREATE + ADA);
        managed().migrate();
        assertThat(builder().build().create().isNew()).isFalse();
        assertThat(builder().build().version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void refusesToMigrateBeforeTheDatabaseIsCreated() throws Exception {
        require(Capability.TELL_UNMANAGED);
        migrations.with("0001-person.sql", CREATE);
        assertThatThrownBy(() -> builder().build().migrate())
                .isInstanceOfAny(DatabaseNotFoundException.class, DatabaseUnmanagedException.class);
    }

    @Test
    void refusesToMigrateUnmanagedDatabaseAndLeavesItAlone() throws Exception {
        require(Capability.TELL_UNMANAGED);
        migrations.with("0001-person.sql", CREATE);
        database.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)");
        assertThatThrownBy(() -> builder().build().migrate()).isInstanceOf(DatabaseUnmanagedException.class);
        assertThatThrownBy(() -> builder().build().create()).isInstanceOf(DatabaseUnmanagedException.class);
        assertThat(database.query("SELECT count(*) FROM other")).containsExactly("0");
    }

    @Test
    void takesUnmanagedDatabaseUnderManagementWhereItCannotTell() throws Exception {
        requireAbsent(Capability.TELL_UNMANAGED);
        migrations.with("0001-person.sql", CREATE + ADA);
        database.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)");
        assertThat(builder().build().migrate().after()).isEqualTo(new Version(1));
        assertThat(database.query("SELECT count(*) FROM other")).containsExactly("0");
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void readsWithoutMakingAnything() throws Exception {
        migrations.with("0001-person.sql", CREATE);
        database.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)");
        assertThatThrownBy(() -> builder().build().version()).isInstanceOf(FastMigrateException.class);
        assertThatThrownBy(() -> builder().build().plan()).isInstanceOf(FastMigrateException.class);
        assertThatThrownBy(() -> database.query("SELECT version FROM _meta")).isNotNull();
    }

    @Test
    void appliesScriptsInTheOrderOfTheirNumbers() throws Exception {
        migrations
                .with("0010-grace.sql", GRACE)
                .with("0002-ada.sql", "INSERT INTO person (id, name) SELECT count(*) + 1, 'Ada' FROM person;")
                .with("0001-person.sql", CREATE);
        Report report = managed().migrate();
        assertThat(report.before()).isEqualTo(Version.ZERO);
        assertThat(report.after()).isEqualTo(new Version(10));
        assertThat(report.applied())
                .extracting(entry -> entry.version().number())
                .containsExactly(1, 2, 10);
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void doesNothingWhenNothingIsPending() throws Exception {
        migrations.with("0001-person.sql", CREATE + ADA);
        managed().migrate();
        Report again = builder().build().migrate();
        assertThat(again.applied()).isEmpty();
        assertThat(again.after()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void keepsScriptsBeforeTheScriptThatFails() throws Exception {
        migrations.with("0001-person.sql", CREATE).with("0002-ada.sql", ADA).with("0003-broken.sql", BROKEN);
        migrations.with("0004-grace.sql", GRACE);
        FastMigrate fastMigrate = managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.script().fileName()).isEqualTo("0003-broken.sql");
        assertThat(failure.report().applied()).hasSize(2);
        assertThat(failure.report().after()).isEqualTo(new Version(2));
        assertThat(failure.advice()).isNotBlank();
        assertThat(fastMigrate.version()).isEqualTo(new Version(2));
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void rollsBackScriptAndVersionTogether() throws Exception {
        require(Capability.ATOMIC_SCRIPTS);
        migrations.with("0001-person.sql", CREATE).with("0002-broken.sql", ADA + BROKEN + GRACE);
        FastMigrate fastMigrate = managed();
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).isEmpty();
    }

    @Test
    void keepsNothingOfARunInOneTransactionThatFails() throws Exception {
        require(Capability.ATOMIC_SCRIPTS);
        migrations.with("0001-person.sql", CREATE);
        managed().migrate();
        migrations.with("0002-ada.sql", ADA).with("0003-broken.sql", BROKEN);
        FastMigrate fastMigrate = builder().transaction(TransactionScope.RUN).build();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.script().fileName()).isEqualTo("0003-broken.sql");
        assertThat(failure.report().applied()).isEmpty();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).isEmpty();
        migrations.with("0003-broken.sql", GRACE);
        assertThat(fastMigrate.migrate().applied()).hasSize(2);
        assertThat(fastMigrate.version()).isEqualTo(new Version(3));
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void saysBeforeItRunsThatScriptsAreNotAtomic() throws Exception {
        requireAbsent(Capability.ATOMIC_SCRIPTS);
        migrations.with("0001-person.sql", CREATE + ADA);
        Plan plan = managed().plan();
        assertThat(plan.steps()).allSatisfy(step -> assertThat(step.execution()).isNotEqualTo(Plan.Execution.ATOMIC));
        assertThat(plan.warnings()).isNotEmpty();
    }

    @Test
    void goesOnAtTheStatementThatFailedWhereScriptsAreNotAtomic() throws Exception {
        requireAbsent(Capability.ATOMIC_SCRIPTS);
        require(Capability.RESUMABLE_SCRIPTS);
        migrations.with("0001-person.sql", CREATE + ADA + BROKEN);
        FastMigrate fastMigrate = managed();
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
        assertThat(database.query(NAMES)).containsExactly("Ada");
        migrations.with("0001-person.sql", CREATE + ADA + GRACE);
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void goesOnAfterTheScriptIsCorrected() throws Exception {
        migrations.with("0001-person.sql", CREATE).with("0002-ada.sql", BROKEN);
        FastMigrate fastMigrate = managed();
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
        migrations.with("0002-ada.sql", ADA).with("0003-grace.sql", GRACE);
        Report report = fastMigrate.migrate();
        assertThat(report.before()).isEqualTo(new Version(1));
        assertThat(report.applied())
                .extracting(HistoryEntry::fileName)
                .containsExactly("0002-ada.sql", "0003-grace.sql");
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void runsJavaMigrationBetweenScripts() throws Exception {
        require(Capability.RUN_JAVA);
        migrations.with("0001-person.sql", CREATE).with("0003-grace.sql", GRACE);
        FastMigrate fastMigrate =
                builder().javaMigrations(List.of(new Statements(2, ADA))).build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().applied())
                .extracting(HistoryEntry::fileName)
                .containsExactly("0001-person.sql", "0002-java.java", "0003-grace.sql");
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void refusesJavaMigrationWhereThereIsNoConnectionForItAndRunsNothing() throws Exception {
        requireAbsent(Capability.RUN_JAVA);
        migrations.with("0001-person.sql", CREATE);
        managed();
        FastMigrate fastMigrate =
                builder().javaMigrations(List.of(new Statements(2, ADA))).build();
        assertThat(catchThrowableOfType(FastMigrateException.class, fastMigrate::migrate)
                        .advice())
                .isNotBlank();
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void rollsBackJavaMigrationThatThrows() throws Exception {
        require(Capability.ATOMIC_SCRIPTS);
        require(Capability.RUN_JAVA);
        migrations.with("0001-person.sql", CREATE);
        JavaMigration broken = new Statements(2, ADA) {
            @Override
            public void migrate(Connection connection) throws Exception {
                super.migrate(connection);
                throw new IllegalStateException("on purpose");
            }
        };
        FastMigrate fastMigrate = builder().javaMigrations(List.of(broken)).build();
        fastMigrate.create();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContaining("on purpose");
        assertThat(failure.report().applied()).hasSize(1);
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).isEmpty();
    }

    @Test
    void keepsAHistoryOfAppliedScripts() throws Exception {
        require(Capability.HISTORY);
        migrations.with("0001-person.sql", CREATE).with("0005-ada.sql", ADA);
        FastMigrate fastMigrate = builder().appliedBy("the contract").build();
        fastMigrate.create();
        List<HistoryEntry> applied = fastMigrate.migrate().applied();
        assertThat(fastMigrate.status().applied()).isEqualTo(applied);
        assertThat(applied).extracting(HistoryEntry::appliedBy).containsOnly("the contract");
        assertThat(applied).extracting(HistoryEntry::from).containsExactly(Version.ZERO, new Version(1));
    }

    @Test
    void keepsNoHistoryWhenToldNotTo() throws Exception {
        migrations.with("0001-person.sql", CREATE).with("0002-ada.sql", ADA);
        FastMigrate fastMigrate = builder().withoutHistory().build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        assertThat(fastMigrate.status().applied()).isEmpty();
    }

    @Test
    void writesNoHistoryRowForScriptThatFails() throws Exception {
        require(Capability.HISTORY);
        migrations.with("0001-person.sql", CREATE).with("0002-broken.sql", BROKEN);
        FastMigrate fastMigrate = managed();
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
        assertThat(fastMigrate.status().applied())
                .extracting(HistoryEntry::fileName)
                .containsExactly("0001-person.sql");
    }

    @Test
    void enrollsUnmanagedDatabase() throws Exception {
        require(Capability.ENROLL);
        database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100))");
        database.execute("INSERT INTO person (id, name) VALUES (1, 'Ada')");
        FastMigrate fastMigrate = builder().build();
        assertThat(fastMigrate.enroll().version()).isEqualTo(new Version(1));
        migrations.with("0002-grace.sql", GRACE);
        fastMigrate.migrate();
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void refusesToEnrollWhereTheSchemaCannotBeWritten() throws Exception {
        requireAbsent(Capability.ENROLL);
        database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(100))");
        FastMigrate fastMigrate = builder().build();
        assertThat(catchThrowableOfType(EnrollFailedException.class, fastMigrate::enroll)
                        .advice())
                .isNotBlank();
        assertThat(migrations.directory()).isDirectoryNotContaining("glob:**/0001*");
    }

    @Test
    void refusesToEnrollManagedDatabase() throws Exception {
        require(Capability.ENROLL);
        FastMigrate fastMigrate = managed();
        assertThatThrownBy(fastMigrate::enroll).isInstanceOf(DatabaseManagedException.class);
        assertThat(migrations.directory()).isEmptyDirectory();
    }
}
