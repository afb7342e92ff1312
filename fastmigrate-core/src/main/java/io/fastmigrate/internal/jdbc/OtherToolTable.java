package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.error.OtherTools;
import io.fastmigrate.internal.port.AdoptingBackend;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table in which another migration tool keeps its history. */
final class OtherToolTable {

    private OtherToolTable() {}

    /**
     * Reads a table; empty where it is not there.
     *
     * @param table its name in any case, with its schema before it unless that is the connection's
     */
    static Optional<List<Map<String, @Nullable String>>> rows(Db db, String table) throws SQLException {
        int dot = table.indexOf('.');
        Optional<String> found = find(db, db.schema(), table);
        if (found.isEmpty() && dot > 0) {
            found = find(db, table.substring(0, dot), table.substring(dot + 1));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Statement statement = db.jdbc().createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + found.get())) {
            return Optional.of(read(rows));
        }
    }

    /** MariaDB's own driver calls a MySQL by its name, and MySQL's driver a MariaDB by its version. */
    static AdoptingBackend.Kind kind(Db db, boolean takesDelimiters) throws SQLException {
        DatabaseMetaData facts = db.jdbc().getMetaData();
        String product = facts.getDatabaseProductName().toLowerCase(Locale.ROOT);
        String version = facts.getDatabaseProductVersion();
        boolean isMaria =
                product.equals("mysql") && version.toLowerCase(Locale.ROOT).contains("mariadb");
        return new AdoptingBackend.Kind(
                isMaria ? "mariadb" : product,
                version.replaceFirst("^5\\.5\\.5-", "").replaceFirst("[^\\d.].*", ""),
                db.schema(),
                takesDelimiters,
                OtherTools.find(db));
    }

    /** The driver knows in which case a database keeps the names of its catalogue. */
    private static Optional<String> find(Db db, String schema, String table) throws SQLException {
        DatabaseMetaData catalog = db.jdbc().getMetaData();
        List<String> exact = new ArrayList<>();
        List<String> alike = new ArrayList<>();
        try (ResultSet rows = catalog.getTables(null, null, "%", null)) {
            while (rows.next()) {
                String place = rows.getString("TABLE_SCHEM") == null
                        ? rows.getString("TABLE_CAT")
                        : rows.getString("TABLE_SCHEM");
                String name = rows.getString("TABLE_NAME");
                boolean isTable = String.valueOf(rows.getString("TABLE_TYPE")).endsWith("TABLE");
                if (isTable && schema.equalsIgnoreCase(place) && table.equalsIgnoreCase(name)) {
                    (table.equals(name) && schema.equals(place) ? exact : alike)
                            .add(db.dialect().quoted(place) + "." + db.dialect().quoted(name));
                }
            }
        }
        exact.addAll(alike);
        return exact.stream().findFirst();
    }

    /** In an order that does not depend on where the rows are stored. */
    private static List<Map<String, @Nullable String>> read(ResultSet rows) throws SQLException {
        List<Map<String, @Nullable String>> all = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns; i++) {
                row.put(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), rows.getString(i));
            }
            all.add(row);
        }
        all.sort((one, other) -> Objects.toString(one).compareTo(Objects.toString(other)));
        return all;
    }
}
