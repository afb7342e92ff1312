package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Path;
import java.time.Duration;

/** The main class of the child processes: migrates, and says which script it begins. */
final class MigratingMain {

    private MigratingMain() {}

    public static void main(String[] arguments) {
        MigrationListener talking = new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                System.out.println("at started:" + step.script().version());
                System.out.flush();
            }
        };
        try {
            FastMigrate.database(arguments[0])
                    .migrations(Path.of(arguments[1]))
                    .lockTimeout(Duration.ofMinutes(3))
                    .listener(talking)
                    .build()
                    .migrate();
            System.out.println("done");
        } catch (FastMigrateException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage() + "\nadvice: " + e.advice());
            System.exit(1);
        }
    }
}
