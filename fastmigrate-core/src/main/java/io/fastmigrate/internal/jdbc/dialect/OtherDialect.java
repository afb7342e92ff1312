package io.fastmigrate.internal.jdbc.dialect;

import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A database of which nothing is known but what its driver says: nothing is taken for granted. */
public final class OtherDialect extends Dialect {

    private final String product;
    private final String quote;
    private final boolean atomic;

    private OtherDialect(String product, String quote, boolean atomic) {
        this.product = product;
        this.quote = quote;
        this.atomic = atomic;
    }

    /** Before the first connection. */
    public static OtherDialect unseen() {
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
    public String product() {
        return product;
    }

    @Override
    public DialectRules rules() {
        return DialectRules.of(SqlDialect.STANDARD, !atomic, 0);
    }

    @Override
    public boolean isAtomic() {
        return atomic;
    }

    @Override
    public Optional<String> warning() {
        return Optional.of(product + " is not a database that fastmigrate knows. Scripts "
                + (atomic
                        ? "commit with their version, because its driver reports that DDL can be rolled back"
                        : "run statement by statement, and checkpoints record which are done")
                + "; a row in _fastmigrate_lock is the migration lock. Test all scripts on a copy first.");
    }

    @Override
    public String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    public String table(String schema, String name) {
        return (schema.isEmpty() ? "" : quoted(schema) + ".") + quoted(name);
    }

    @Override
    public void createSchema(Connection connection, String schema) throws SQLException {
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
    public boolean exists(Connection connection, String schema, String table) throws SQLException {
        return tables(connection, schema).contains(table);
    }

    @Override
    public boolean isEmpty(Connection connection, String schema) throws SQLException {
        return tables(connection, schema).stream().allMatch(name -> name.startsWith("_fastmigrate_"));
    }

    /** In the order of the standard, which not everybody takes otherwise. */
    @Override
    public List<String> createMeta(String table) {
        return List.of(
                "CREATE TABLE " + table
                        + " (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER DEFAULT 0 NOT NULL)",
                "INSERT INTO " + table + " (id, version) VALUES (1, 0)");
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public Optional<String> lockRow(String table) {
        return Optional.of("UPDATE " + table + " SET version = version WHERE id = 1");
    }
}
