package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.frame.Definitions;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Cursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the catalogs say of a table, index, view or sequence, as far as the statement that creates it can say it: without the names
 * of constraints, which the server gives where a statement does not.
 */
final class RelationText {

    private static final String FIND = "SELECT c.oid, c.relkind, c.oid::regclass::text FROM pg_class c"
            + " WHERE c.relname = ? AND c.relnamespace = ";

    private static final String IN_SCHEMA =
            "(SELECT n.oid FROM pg_namespace n WHERE n.nspname = coalesce(?::text, current_schema()))";

    private static final String BESIDE_TABLE = "(SELECT t.relnamespace FROM pg_class t WHERE t.oid = to_regclass(?))";

    private static final String LINES = """
            WITH one AS (SELECT * FROM pg_class WHERE oid = ?::oid)
            SELECT 1 AS part, 0 AS place, concat_ws(' ', relkind, relpersistence, array_to_string(reloptions, ','),
                reloftype::regtype, pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid),
                (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = one.oid))
                AS line FROM one
            UNION ALL SELECT 2, a.attnum, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
                (SELECT o.collname FROM pg_collation o WHERE o.oid = a.attcollation AND o.oid <> y.typcollation))
                FROM one JOIN pg_attribute a ON a.attrelid = one.oid AND a.attnum > 0 AND NOT a.attisdropped
                JOIN pg_type y ON y.oid = a.atttypid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            UNION ALL SELECT 3, 0, pg_get_constraintdef(k.oid) FROM one JOIN pg_constraint k ON k.conrelid = one.oid
                WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
            UNION ALL SELECT 4, 0, pg_get_viewdef(oid) FROM one WHERE relkind IN ('v', 'm')
            UNION ALL SELECT 5, 0, pg_get_indexdef(oid) FROM one WHERE relkind IN ('i', 'I')
            UNION ALL SELECT 6, 0, concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
                s.seqcache, s.seqcycle) FROM one JOIN pg_sequence s ON s.seqrelid = one.oid
            ORDER BY part, place, line
            """;

    private record Relation(long oid, String kind, String shown) {}

    private final Connection connection;
    private final Creation creation;

    private RelationText(Connection connection, Creation creation) {
        this.connection = connection;
        this.creation = creation;
    }

    /**
     * Returns what is there under the name of what a statement makes, and what it would make; empty where nothing is there. It makes it
     * in the place of the other, and the caller rolls back.
     */
    static Optional<Definitions> compare(Connection connection, Creation creation) throws SQLException {
        RelationText text = new RelationText(connection, creation);
        Optional<Relation> there = text.find();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        List<String> existing = text.lines(there.get());
        text.putAway(there.get());
        text.run(creation.unconditional());
        Optional<Relation> made = text.find();
        return made.isPresent() ? Optional.of(new Definitions(existing, text.lines(made.get()))) : Optional.empty();
    }

    private Optional<Relation> find() throws SQLException {
        Cursor.Name name = creation.name().name();
        Optional<String> table = creation.table().map(on -> PostgresSchema.quoted(on.name()));
        try (PreparedStatement statement =
                connection.prepareStatement(FIND + (table.isPresent() ? BESIDE_TABLE : IN_SCHEMA))) {
            statement.setString(1, name.text());
            statement.setString(2, table.isPresent() ? table.get() : name.schema());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Relation(
                                rows.getLong(1), String.valueOf(rows.getString(2)), String.valueOf(rows.getString(3))))
                        : Optional.empty();
            }
        }
    }

    private List<String> lines(Relation relation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LINES)) {
            statement.setLong(1, relation.oid());
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(String.valueOf(rows.getString(3)));
                }
            }
            return lines;
        }
    }

    /** A table keeps the names of its keys and sequences, too. */
    private void putAway(Relation relation) throws SQLException {
        boolean table = relation.kind().equals("r") || relation.kind().equals("p");
        run(
                table
                        ? "DROP TABLE " + relation.shown() + " CASCADE"
                        : "ALTER TABLE " + relation.shown() + " RENAME TO fastmigrate_lint_trial");
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
