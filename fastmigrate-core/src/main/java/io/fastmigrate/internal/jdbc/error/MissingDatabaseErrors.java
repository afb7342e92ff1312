package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.port.OtherTool;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The errors that say that there is nothing to migrate.
 *
 * @param name what messages call the database
 */
public record MissingDatabaseErrors(String name, Dialect dialect) {

    public DatabaseNotFoundException ofDatabase() {
        return Bridge.errors()
                .databaseNotFound(
                        name,
                        dialect.makesDatabases()
                                ? "Create it first (fastmigrate create, or FastMigrate.create()), or correct the URL."
                                : JdbcErrors.advice(ErrorCategory.NO_DATABASE),
                        null);
    }

    /** The database may be there; its schema is not. */
    public DatabaseNotFoundException ofSchema() {
        return Bridge.errors()
                .databaseNotFound(
                        name,
                        "Create it first (fastmigrate create, or FastMigrate.create()), or correct the name of the"
                                + " database or the schema.",
                        null);
    }

    public DatabaseUnmanagedException ofVersion(Db db) throws SQLException {
        if (dialect.isEmpty(db.jdbc(), db.schema())) {
            return Bridge.errors()
                    .databaseUnmanaged(
                            name,
                            "It is empty: run create (fastmigrate create, or FastMigrate.create()), which gives it"
                                    + " version 0.");
        }
        Optional<OtherTool.Found> tool = OtherTools.find(db);
        if (tool.isPresent()) {
            return Bridge.errors()
                    .databaseUnmanaged(
                            name,
                            dialect.proofs().isPresent()
                                    ? tool.get().adviceToAdopt(" --db '" + name + "'")
                                    : tool.get().adviceToEnd() + " " + bringIn());
        }
        return Bridge.errors()
                .databaseUnmanaged(
                        name, "It already contains tables: specify another database or schema; or " + bringIn());
    }

    private String bringIn() {
        return dialect.proofs()
                .map(proofs ->
                        "enroll it (fastmigrate enroll)" + (proofs.writesScripts() ? "." : ", which needs pg_dump."))
                .orElse("write its schema as script 0001, and create the table _meta by hand with the row (1, 1).");
    }
}
