package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.port.OtherTool;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The histories of other migration tools in a database, under whatever name. */
public final class OtherTools {

    private static final String TABLES =
            "SELECT table_schema, table_name, table_catalog FROM information_schema.columns"
                    + " WHERE lower(column_name) = ? ORDER BY table_schema, table_name";

    /** The schemas of MariaDB and MySQL are databases, all in one catalogue. */
    private static final String CATALOG_OF_MYSQL = "def";

    private OtherTools() {}

    /**
     * Returns one in the schema of the connection, or else in another one; that of another database on the same server is
     * another application's.
     */
    public static Optional<OtherTool.Found> find(Db db) throws SQLException {
        Optional<OtherTool.Found> elsewhere = Optional.empty();
        for (OtherTool tool : OtherTool.values()) {
            for (List<String> place : Rows.all(db.jdbc(), 3, TABLES, tool.column())) {
                if (place.get(0).equals(db.schema())) {
                    return Optional.of(new OtherTool.Found(tool, place.get(1)));
                }
                if (elsewhere.isEmpty() && !place.get(2).equals(CATALOG_OF_MYSQL)) {
                    elsewhere = Optional.of(new OtherTool.Found(tool, place.get(0) + "." + place.get(1)));
                }
            }
        }
        return elsewhere;
    }
}
