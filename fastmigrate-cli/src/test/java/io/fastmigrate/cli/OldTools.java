package io.fastmigrate.cli;

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
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The other migration tools, as they are. */
final class OldTools {

    private OldTools() {}

    static FluentConfiguration flyway(Path database, Path scripts) {
        return Flyway.configure().dataSource("jdbc:sqlite:" + database, "", "").locations("filesystem:" + scripts);
    }

    @SuppressWarnings("try") // its close() may throw anything
    static void liquibase(Path database, Path scripts, String changelog) throws Exception {
        System.setProperty("liquibase.analytics.enabled", "false");
        try (ResourceAccessor accessor = new DirectoryResourceAccessor(scripts);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            Map<String, Object> scope =
                    Map.of(Scope.Attr.resourceAccessor.name(), accessor, Scope.Attr.ui.name(), new LoggerUIService());
            Scope.child(scope, () -> {
                Database target =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                new CommandScope(UpdateCommandStep.COMMAND_NAME)
                        .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, target)
                        .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, changelog)
                        .execute();
            });
        }
    }
}
