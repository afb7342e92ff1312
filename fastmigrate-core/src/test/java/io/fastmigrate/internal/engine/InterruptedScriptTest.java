package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.error.MigrationInterruptedException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupted run says of what it may have left behind. */
class InterruptedScriptTest {

    private static final String ENDLESS =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n;\n";
    /** Takes VACUUM some time. */
    private static final String LARGE = "CREATE TABLE large AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1"
            + " FROM n WHERE x < 500000) SELECT x, randomblob(100) AS data FROM n";

    private static final String NOTHING_LEFT = "Nothing needs to be cleaned up: migrate again at any time.";

    @TempDir
    Path directory;

    private MigrationInterruptedException interruptedIn(String file, String text) throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script(file, text);
        sandbox.managed();
        return interrupted(sandbox, () -> true);
    }

    /** Interrupts the run at the first event that finds the condition met. */
    private static MigrationInterruptedException interrupted(Sandbox sandbox, BooleanSupplier condition) {
        Thread runner = Thread.currentThread();
        Runnable interrupt = () -> {
            if (condition.getAsBoolean()) {
                runner.interrupt();
            }
        };
        FastMigrate fastMigrate = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onProgress(MigrationListener.Progress progress) {
                        interrupt.run();
                    }

                    @Override
                    public void onOutput(Script script, String line) {
                        interrupt.run();
                    }
                })
                .build();
        MigrationInterruptedException error =
                catchThrowableOfType(MigrationInterruptedException.class, fastMigrate::migrate);
        assertThat(Thread.interrupted()).isTrue();
        return error;
    }

    @Test
    void hasNothingToSayOfATransaction() throws Exception {
        MigrationInterruptedException error =
                interruptedIn("0001-a.sql", "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);\n" + ENDLESS);

        assertThat(error.getMessage()).endsWith("The database is at version 0, as before this run.");
        assertThat(error.advice()).isEqualTo(NOTHING_LEFT);
    }

    @Test
    void saysWhichStatementsOfANonTransactionalScriptMayBeKept() throws Exception {
        MigrationInterruptedException error =
                interruptedIn("0001-a.sql", "CREATE TABLE a (x);\nVACUUM;\nINSERT INTO a VALUES (1);\n" + ENDLESS);

        assertThat(error.getMessage())
                .contains(
                        "The script runs statement by statement, without a transaction, because VACUUM",
                        "3 statements ran and may be kept (the last at 3:1); nothing after it did.",
                        "The database is at version 0");
        assertThat(error.advice()).isEqualTo("Check their changes first: the script runs again from its beginning.");
    }

    @Test
    void saysWhatOfAScriptsEndIsToBeRunByHand() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("0001-a.sql", "CREATE TABLE a (x);\nVACUUM;\n");
        sandbox.managed();
        sandbox.execute("PRAGMA journal_mode = WAL").execute(LARGE);
        MigrationInterruptedException error =
                interrupted(sandbox, () -> sandbox.builder().build().version().number() == 1);

        assertThat(error.getMessage())
                .contains("The script and its version are committed, but the statement at 2:1", "at version 1");
        assertThat(error.advice()).isEqualTo("Run it and those after it by hand: the script will not run again.");
        assertThat(sandbox.builder().build().migrate().applied()).isEmpty();
    }

    @Test
    void saysThatAProcessMayHaveLeftSomething() throws Exception {
        MigrationInterruptedException error = interruptedIn("0001-a.sh", "echo begun; sleep 300");

        assertThat(error.getMessage()).contains("Its process was ended.", "The database is at version 0");
        assertThat(error.advice()).contains("the changes of a process are not rolled back", "migrate again");
    }
}
