package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.port.SchemaNames;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Lists the schemas of a database. */
final class SchemaList {

    private static final Set<String> OF_THE_SYSTEM =
            Set.of("information_schema", "mysql", "performance_schema", "sys", "pg_catalog", "pg_toast");

    private SchemaList() {}

    static SchemaNames of(Db db, JdbcSource source) throws SQLException {
        String wanted = source.access().schema();
        Set<String> names = new TreeSet<>();
        DatabaseMetaData database = db.jdbc().getMetaData();
        try (ResultSet rows = source.isSchemaDatabase() ? database.getCatalogs() : database.getSchemas()) {
            while (rows.next()) {
                names.add(Objects.requireNonNull(rows.getString(1)));
            }
        }
        names.removeIf(SchemaList::isOfSystem);
        return new SchemaNames(wanted == null ? db.schema() : wanted, List.copyOf(names));
    }

    private static boolean isOfSystem(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OF_THE_SYSTEM.contains(lower) || lower.startsWith("pg_temp_") || lower.startsWith("pg_toast_temp_");
    }
}
