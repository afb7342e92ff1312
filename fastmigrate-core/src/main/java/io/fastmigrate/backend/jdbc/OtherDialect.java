package io.fastmigrate.backend.jdbc;

import io.fastmigrate.sql.DialectRules;
import io.fastmigrate.sql.SqlDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A database of which nothing is known but what its driver says: nothing is taken for granted. */
final class OtherDialect extends Dialect {

    private final String product;
    private final String quote;
    private final boolean atomic;

    private OtherDialect(String product, String quote, boolean atomic) {
        this.product = product;
        this.quote = quote;
        this.atomic = atomic;
    }

    /** Before the first connection. */
    static OtherDialect unseen() {
        return new OtherDialect("the database", "\"", false);
    }

    static OtherDialect of(Connection connection) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        String quote = facts.getIdentifierQuoteString();
        boolean atomic = facts.supportsTransactions()
                && facts.supportsDataDefinitionAndDataManipulationTransactions()
                && !facts.dataDefinitionCausesTransactionCommit()
                && !facts.dataDefinitionIgnoredInTransactions();
        return new OtherDialect(
                facts.getDatabaseProductName(), quote == null || quote.isBlank() ? "" : quote.strip(), atomic);
    }

    @Override
    String product() {
        return product;
    }

    @Override
    DialectRules rules() {
        return DialectRules.of(SqlDialect.STANDARD, !atomic, 0);
    }

    @Override
    boolean isAtomic() {
        return atomic;
    }

    @Override
    Optional<String> warning() {
        return Optional.of(product + " is no database that fastmigrate knows. It is treated with care: scripts "
                + (atomic
                        ? "commit with their version, as its driver says that definitions can be rolled back"
                        : "run statement by statement, and a ledger keeps which are done")
                + "; starters are kept apart by a row in _fastmigrate_lock. Try all scripts on a copy first.");
    }

    @Override
    String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    String table(String schema, String name) {
        return (schema.isEmpty() ? "" : quoted(schema) + ".") + quoted(name);
    }

    @Override
    void createSchema(Connection connection, String schema) throws SQLException {
        Rows.run(connection, "CREATE SCHEMA " + quoted(schema));
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = connection
                .getMetaData()
                .getTables(connection.getCatalog(), schema.isEmpty() ? null : schema, "%", new String[] {"TABLE", "VIEW"
                })) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    @Override
    boolean exists(Connection connection, String schema, String table) throws SQLException {
        return tables(connection, schema).contains(table);
    }

    @Override
    boolean isEmpty(Connection connection, String schema) throws SQLException {
        return tables(connection, schema).stream().allMatch(name -> name.startsWith("_fastmigrate_"));
    }

    /** In the order of the standard, which not everybody takes otherwise. */
    @Override
    List<String> createMeta(String table) {
        return List.of(
                "CREATE TABLE " + table
                        + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER DEFAULT 0 NOT NULL)",
                "INSERT INTO " + table + " (id, version) VALUES (1, 0)");
    }

    @Override
    String forUpdate() {
        return "";
    }

    @Override
    Optional<String> lockRow(String table) {
        return Optional.of("UPDATE " + table + " SET version = version WHERE id = 1");
    }
}
