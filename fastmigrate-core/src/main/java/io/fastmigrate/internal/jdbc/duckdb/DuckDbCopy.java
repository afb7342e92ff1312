package io.fastmigrate.internal.jdbc.duckdb;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.port.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A database file made by DuckDB's <a href="https://duckdb.org/docs/stable/sql/statements/copy">COPY FROM DATABASE</a>, in
 * one transaction. The file itself is never opened past DuckDB: closing it would drop DuckDB's lock.
 */
record DuckDbCopy(Db db) implements Dumper {

    private static final String COPY = "fastmigrate_backup";
    private static final String TABLES = "SELECT '\"' || replace(schema_name, '\"', '\"\"') || '\".\"' ||"
            + " replace(table_name, '\"', '\"\"') || '\"' FROM duckdb_tables() WHERE database_name = ? AND NOT temporary"
            + " ORDER BY 1";

    @Override
    public void dump(Path file) throws DumpException {
        try {
            String from = Rows.text(db.jdbc(), "SELECT current_database()").orElseThrow();
            recreate(file);
            attach(file);
            try {
                db.begin(List.of());
                db.scripts().execute("COPY FROM DATABASE " + db.dialect().quoted(from) + " TO " + COPY);
                requireSame(from);
                db.commit();
            } finally {
                db.rollBackQuietly();
                Rows.run(db.jdbc(), "DETACH " + COPY);
            }
        } catch (SQLException e) {
            throw new DumpException(
                    "DuckDB reports: " + e.getMessage(),
                    "Copy the file by hand while no one has the database open, and migrate without a backup.",
                    e);
        } catch (StepFailedException e) {
            throw DumpException.ofInterrupt(e);
        } catch (IOException e) {
            throw new DumpException(
                    file + " cannot be written: " + e, "Free space on that disk, then run it again.", e);
        }
    }

    /** DuckDB opens no file that is empty, and makes one that everybody may read: while nothing is in it yet. */
    private void recreate(Path file) throws IOException, SQLException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions =
                view == null ? Set.of() : view.readAttributes().permissions();
        Files.delete(file);
        attach(file);
        Rows.run(db.jdbc(), "DETACH " + COPY);
        if (view != null) {
            view.setPermissions(permissions);
        }
    }

    private void attach(Path file) throws SQLException {
        db.scripts().execute("ATTACH '" + file.toString().replace("'", "''") + "' AS " + COPY);
    }

    private void requireSame(String from) throws SQLException, DumpException {
        List<String> tables = tables(from);
        if (!tables.equals(tables(COPY))) {
            throw different("it has other tables: " + tables(COPY));
        }
        for (String table : tables) {
            String rows = count(db.dialect().quoted(from) + "." + table);
            String copied = count(COPY + "." + table);
            if (!rows.equals(copied)) {
                throw different("of " + rows + " rows of " + table + " it has " + copied);
            }
        }
    }

    private static DumpException different(String how) {
        return new DumpException(
                "the copy differs from the database: " + how + ".",
                "Copy the file by hand while no one has the database open, and migrate without a backup.",
                null);
    }

    private List<String> tables(String database) throws SQLException {
        return Rows.all(db.jdbc(), 1, TABLES, database).stream()
                .map(row -> row.get(0))
                .toList();
    }

    private String count(String table) throws SQLException {
        return Rows.text(db.jdbc(), "SELECT count(*) FROM " + table).orElse("");
    }

    @Override
    public String howToRestore(Path file) {
        return "End every program that uses the database and copy " + file
                + " over its file; remove a file beside it that ends in .wal";
    }
}
