package io.fastmigrate.spring;

import java.sql.Types;
import java.util.Set;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.type.SqlTypes;

/**
 * Hibernate's dialect of SQLite, which takes the types of columns for what they are: SQLite has five affinities, and any
 * type of one of them holds what any other does. {@code validate} asks no more of a column than SQLite gives.
 */
public class SqliteDialect extends SQLiteDialect {

    private static final Set<Integer> INTEGERS =
            Set.of(Types.BIT, Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);

    private static final Set<Integer> NUMBERS =
            Set.of(Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL);

    /** The driver calls a column of the affinity NUMERIC a float. */
    private static final Set<Integer> NUMERIC = Set.of(Types.NUMERIC, Types.DECIMAL, Types.FLOAT);

    private static final Set<Integer> TEXTS = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.CLOB,
            Types.NCLOB);

    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    /** Driver and SQLite keep them as numbers or texts. */
    private static final Set<Integer> MOMENTS = Set.of(
            Types.DATE,
            Types.TIME,
            Types.TIMESTAMP,
            Types.TIME_WITH_TIMEZONE,
            Types.TIMESTAMP_WITH_TIMEZONE,
            SqlTypes.TIMESTAMP_UTC,
            SqlTypes.TIME_UTC);

    /** For Hibernate, where it is named by {@code hibernate.dialect}. */
    public SqliteDialect() {}

    /** For Hibernate. */
    public SqliteDialect(DialectResolutionInfo info) {
        super(info);
    }

    @Override
    public boolean equivalentTypes(int one, int other) {
        return super.equivalentTypes(one, other) || holds(one, other) || holds(other, one);
    }

    private static boolean holds(int column, int value) {
        if (INTEGERS.contains(column)) {
            return INTEGERS.contains(value) || NUMERIC.contains(value) || MOMENTS.contains(value);
        }
        if (TEXTS.contains(column)) {
            return TEXTS.contains(value) || MOMENTS.contains(value) || isNamed(value);
        }
        if (NUMBERS.contains(column)) {
            return NUMBERS.contains(value) || MOMENTS.contains(value);
        }
        return (BYTES.contains(column) && BYTES.contains(value))
                || (MOMENTS.contains(column) && MOMENTS.contains(value));
    }

    private static boolean isNamed(int type) {
        return type == SqlTypes.ENUM || type == SqlTypes.NAMED_ENUM || type == SqlTypes.JSON || type == SqlTypes.INET;
    }
}
