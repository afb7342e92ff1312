package io.fastmigrate.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase with formatted SQL change logs, included by one file. */
record LiquibaseMigrator(String url, Path scripts) implements Migrator {

    @Override
    public void migrate() throws Exception {
        System.setProperty("liquibase.analytics.enabled", "false");
        try (ResourceAccessor accessor = new DirectoryResourceAccessor(scripts);
                Connection connection = DriverManager.getConnection(url)) {
            Map<String, Object> scope =
                    Map.of(Scope.Attr.resourceAccessor.name(), accessor, Scope.Attr.ui.name(), new LoggerUIService());
            Scope.child(scope, () -> update(connection));
        }
    }

    private static void update(Connection connection) throws Exception {
        Database target =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, target)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, "changelog.xml")
                .execute();
    }
}
