package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Policy;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of late, changed and missing scripts, and of a database that is ahead. */
abstract class PolicyContract extends RepeatableContract {

    private void migratedToThree() throws Exception {
        migrations.with("0001-person.sql", CREATE).with("0003-ada.sql", ADA);
        managed().migrate();
    }

    private void late() throws Exception {
        require(Capability.HISTORY);
        migratedToThree();
        migrations.with("0002-late.sql", GRACE);
    }

    private void changed() throws Exception {
        require(Capability.HISTORY);
        migratedToThree();
        migrations.with("0003-ada.sql", ADA + GRACE);
    }

    private void ahead() throws Exception {
        migratedToThree();
        migrations.without("0003-ada.sql");
    }

    @BeforeEach
    void nothingStandsInTheWay() {
        assertThat(migrations.directory()).isDirectoryNotContaining("glob:**/[0-9]*");
    }

    @Test
    void refusesLateScriptAndNamesTheNumberToGiveIt() throws Exception {
        late();
        migrations.with("0004-next.sql", GRACE);
        LateScriptException late =
                catchThrowableOfType(LateScriptException.class, builder().build()::migrate);
        assertThat(late.script().fileName()).isEqualTo("0002-late.sql");
        assertThat(late.version()).isEqualTo(new Version(3));
        assertThat(late.advice()).contains("0005-late.sql");
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void warnsOfLateScriptWhereThatIsThePolicy() throws Exception {
        late();
        Report report = builder().lateScripts(Policy.WARN).build().migrate();
        assertThat(report.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.LATE_SCRIPT);
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void passesOverLateScriptWhereThatIsThePolicy() throws Exception {
        late();
        assertThat(builder().lateScripts(Policy.IGNORE).build().migrate().warnings())
                .isEmpty();
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void refusesChangedScriptBeforeAnythingRuns() throws Exception {
        changed();
        migrations.with("0004-next.sql", GRACE);
        ChangedScriptException changed =
                catchThrowableOfType(ChangedScriptException.class, builder().build()::migrate);
        assertThat(changed.script().fileName()).isEqualTo("0003-ada.sql");
        assertThat(changed.entry().fileName()).isEqualTo("0003-ada.sql");
        assertThat(changed).hasMessageContaining(changed.entry().appliedAt().toString());
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void warnsOfChangedScriptWhereThatIsThePolicy() throws Exception {
        changed();
        Report report = builder().changedScripts(Policy.WARN).build().migrate();
        assertThat(report.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.CHANGED_SCRIPT);
    }

    @Test
    void passesOverChangedScriptWhereThatIsThePolicy() throws Exception {
        changed();
        assertThat(builder().changedScripts(Policy.IGNORE).build().migrate().warnings())
                .isEmpty();
    }

    @Test
    void noticesNeitherLateNorChangedScriptsWithoutHistoryAndSaysSo() throws Exception {
        requireAbsent(Capability.HISTORY);
        migratedToThree();
        migrations
                .with("0002-late.sql", GRACE)
                .with("0003-ada.sql", ADA + GRACE)
                .with("0004-grace.sql", GRACE);
        FastMigrate fastMigrate = builder().build();
        assertThat(fastMigrate.plan().warnings())
                .extracting(Warning::message)
                .anySatisfy(message -> assertThat(message).contains("late and changed scripts"));
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(4));
        assertThat(database.query(NAMES)).containsExactly("Ada", "Grace");
        assertThatThrownBy(() -> fastMigrate.accept(new Version(3))).isInstanceOf(FastMigrateException.class);
    }

    @Test
    void doesNotCallScriptChangedWhoseCommentsWereTidied() throws Exception {
        require(Capability.HISTORY);
        migratedToThree();
        migrations.with("0003-ada.sql", "-- the first of us\r\n" + ADA.replace(" ", "\r\n  "));
        assertThat(builder().build().migrate().warnings()).isEmpty();
    }

    @Test
    void acceptsChangedScript() throws Exception {
        changed();
        HistoryEntry accepted = builder().build().accept(new Version(3));
        assertThat(accepted.version()).isEqualTo(new Version(3));
        assertThat(builder().build().migrate().warnings()).isEmpty();
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void warnsWhenTheDatabaseIsAhead() throws Exception {
        ahead();
        Report report = builder().build().migrate();
        assertThat(report.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.AHEAD);
        assertThat(builder().build().status().state()).isEqualTo(Status.State.AHEAD);
    }

    @Test
    void refusesDatabaseThatIsAheadWhereThatIsThePolicy() throws Exception {
        ahead();
        DatabaseAheadException ahead = catchThrowableOfType(
                DatabaseAheadException.class, builder().onAhead(Policy.FAIL).build()::migrate);
        assertThat(ahead.version()).isEqualTo(new Version(3));
        assertThat(ahead.target()).isEqualTo(new Version(1));
    }

    @Test
    void passesOverDatabaseThatIsAheadWhereThatIsThePolicy() throws Exception {
        ahead();
        assertThat(builder().onAhead(Policy.IGNORE).build().migrate().warnings())
                .isEmpty();
    }

    @Test
    void runsScriptsUpToTheTargetAndTheRestWithoutOne() throws Exception {
        migrations.with("0001-person.sql", CREATE).with("0003-ada.sql", ADA).with("0005-grace.sql", GRACE);
        managed();
        FastMigrate upToFour =
                builder().target(4).transaction(TransactionScope.RUN).build();
        assertThat(upToFour.plan().target()).isEqualTo(new Version(3));
        assertThat(upToFour.migrate().after()).isEqualTo(new Version(3));
        assertThat(upToFour.verify().aboveTarget()).extracting(Script::fileName).containsExactly("0005-grace.sql");
        assertThat(database.query(NAMES)).containsExactly("Ada");
        assertThat(builder().build().migrate().after()).isEqualTo(new Version(5));
        assertThat(builder().build().migrate().warnings()).isEmpty();
        assertThat(database.query(NAMES)).containsExactlyInAnyOrder("Ada", "Grace");
    }

    @Test
    void refusesTargetBelowTheVersionWhateverThePolicy() throws Exception {
        migratedToThree();
        FastMigrate below = builder().target(1).onAhead(Policy.IGNORE).build();
        assertThatThrownBy(below::migrate)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The database is at version 3, above the target 1: ");
        assertThatThrownBy(below::plan).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(below::verify).isInstanceOf(InvalidSettingException.class);
        assertThat(below.status().warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.AHEAD);
        assertThat(below.status().state()).isEqualTo(Status.State.AHEAD);
        assertThat(builder().build().version()).isEqualTo(new Version(3));
    }

    @Test
    void countsScriptThatRanAndIsGoneAsMissingNotAsError() throws Exception {
        require(Capability.HISTORY);
        migratedToThree();
        migrations.without("0001-person.sql");
        FastMigrate fastMigrate = builder().build();
        assertThat(fastMigrate.migrate().warnings()).isEmpty();
        assertThat(fastMigrate.status().missing())
                .extracting(HistoryEntry::fileName)
                .containsExactly("0001-person.sql");
    }

    @Test
    void planThrowsWhatMigrateWouldThrow() throws Exception {
        late();
        assertThatThrownBy(() -> builder().build().plan()).isInstanceOf(LateScriptException.class);
    }

    @Test
    void statusTellsWhatMigrateWouldRefuse() throws Exception {
        late();
        assertThat(builder().build().status().warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.LATE_SCRIPT);
    }

    @Test
    void refusesTwoScriptsWithOneNumberAndRunsNothing() throws Exception {
        FastMigrate fastMigrate = managed();
        migrations.with("0001-person.sql", CREATE).with("0002-a.sql", ADA).with("0002-b.sql", GRACE);
        assertThatThrownBy(fastMigrate::migrate)
                .isInstanceOf(FastMigrateException.class)
                .hasMessageContainingAll("0002-a.sql", "0002-b.sql");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }
}
