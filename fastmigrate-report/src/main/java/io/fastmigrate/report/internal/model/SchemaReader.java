package io.fastmigrate.report.internal.model;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Reads the schema of a database. */
public final class SchemaReader {

    private SchemaReader() {}

    /** Reads the schema that the connection is in. Neither writes nor closes the connection. */
    public static Schema read(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        return product.contains("sqlite")
                ? new SqliteReader(connection).read()
                : new JdbcReader(connection, Product.of(product)).read();
    }

    /** Returns whether a table is fastmigrate's: those that both versions of it, this one and the Python tool's, make. */
    static boolean isOwn(String table) {
        String name = table.toLowerCase(Locale.ROOT);
        return name.equals("_meta") || name.startsWith("_fastmigrate_");
    }
}
