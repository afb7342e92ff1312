package io.fastmigrate.cli.command;

import io.fastmigrate.cli.database.Login;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.output.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about a database. */
public abstract class DatabaseCommand extends Command {

    @Option(
            names = "--db",
            paramLabel = "DB",
            description = "Path of the SQLite database, or a JDBC URL (default: " + Target.DEFAULT_DB + ").")
    @Nullable
    String db;

    @Option(
            names = {"--config_path", "--config"},
            paramLabel = "FILE",
            description = "Settings file (default: " + Target.DEFAULT_CONFIG + ").")
    String config = Target.DEFAULT_CONFIG;

    @Mixin
    private Login login = new Login();

    private @Nullable Target target;

    DatabaseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public boolean take(String option, @Nullable String value) {
        if (value != null && option.equals("--db")) {
            db = value;
            return true;
        }
        if (value != null && option.startsWith("--config")) {
            config = value;
            return true;
        }
        return super.take(option, value);
    }

    /** Returns the values of {@code --migrations}, where this command has it and it was given. */
    List<String> migrationsOption() {
        return List.of();
    }

    /** Returns which database and scripts this is about; reads the settings file the first time. */
    protected final Target target() {
        if (target == null) {
            target = Target.resolve(terminal.directory(), db, migrationsOption(), config)
                    .with(login);
        }
        return target;
    }

    @Override
    @Nullable
    String databaseAsGiven() {
        return target().isServer() ? null : target().dbText();
    }
}
