package io.fastmigrate.spring;

import io.fastmigrate.spring.internal.SqliteMoments;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.VarbinaryJdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern DECLARED_MOMENT = Pattern.compile("(?i)(DATE|TIME)(?!.*(TEXT|CHAR|CLOB))");

    private final boolean datesAreTexts;

    /** For Hibernate, where it knows nothing of the connections. */
    public SqliteDialect() {
        this.datesAreTexts = true;
    }

    /** For Hibernate. */
    public SqliteDialect(DialectResolutionInfo info) {
        super(info);
        this.datesAreTexts = areDatesTexts(info.getDatabaseMetadata());
    }

    private static boolean areDatesTexts(@Nullable DatabaseMetaData database) {
        try {
            return database == null
                    || SqliteMoments.of(database.getConnection()).areTexts();
        } catch (SQLException e) {
            return true;
        }
    }

    /** The driver makes no {@link java.sql.Blob} of what it reads; bytes are what it has. */
    @Override
    public void contributeTypes(TypeContributions types, ServiceRegistry services) {
        super.contributeTypes(types, services);
        types.getTypeConfiguration().getJdbcTypeRegistry().addDescriptor(Types.BLOB, VarbinaryJdbcType.INSTANCE);
    }

    @Override
    public boolean equivalentTypes(int one, int other) {
        return super.equivalentTypes(one, other) || holds(one, other) || holds(other, one);
    }

    /** The driver calls a column of any type it does not know a text; SQLite does not, unless its type says so. */
    @Override
    public JdbcType resolveSqlTypeDescriptor(
            String columnTypeName, int jdbcTypeCode, int precision, int scale, JdbcTypeRegistry registry) {
        return TEXTS.contains(jdbcTypeCode)
                        && DECLARED_MOMENT.matcher(columnTypeName).lookingAt()
                ? registry.getDescriptor(Types.TIMESTAMP)
                : super.resolveSqlTypeDescriptor(columnTypeName, jdbcTypeCode, precision, scale, registry);
    }

    /** A number in a column of texts becomes a text, which the driver cannot read as a date. */
    private boolean holds(int column, int value) {
        if (INTEGERS.contains(column)) {
            return INTEGERS.contains(value) || NUMERIC.contains(value) || MOMENTS.contains(value);
        }
        if (TEXTS.contains(column)) {
            return TEXTS.contains(value) || isNamed(value) || (datesAreTexts && MOMENTS.contains(value));
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
