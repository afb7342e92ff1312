package io.fastmigrate.spring.internal.jpa;

import io.fastmigrate.spring.internal.SqliteMoments;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.core.dialect.DialectResolver;
import org.springframework.data.jdbc.core.dialect.JdbcArrayColumns;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.relational.core.dialect.AnsiDialect;
import org.springframework.data.relational.core.dialect.Dialect;
import org.springframework.data.relational.core.dialect.IdGeneration;
import org.springframework.data.relational.core.dialect.LimitClause;
import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.sql.LockOptions;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/** What Spring Data JDBC needs to know of SQLite: how it limits rows, that it locks the file and no row, and how it stores dates. */
class JdbcSqliteDialect extends AnsiDialect implements JdbcDialect {

    private static final LimitClause LIMIT = new LimitClause() {

        @Override
        public String getLimit(long limit) {
            return "LIMIT " + limit;
        }

        @Override
        public String getOffset(long offset) {
            return "LIMIT -1 OFFSET " + offset;
        }

        @Override
        public String getLimitOffset(long limit, long offset) {
            return "LIMIT " + limit + " OFFSET " + offset;
        }

        @Override
        public LimitClause.Position getClausePosition() {
            return LimitClause.Position.AFTER_ORDER_BY;
        }
    };

    private static final LockClause NO_LOCK = new LockClause() {

        @Override
        public String getLock(LockOptions options) {
            return "";
        }

        @Override
        public LockClause.Position getClausePosition() {
            return LockClause.Position.AFTER_ORDER_BY;
        }
    };

    /** The driver returns the key of the last row alone. */
    private static final IdGeneration ONE_BY_ONE = new IdGeneration() {

        @Override
        public boolean supportedForBatchOperations() {
            return false;
        }
    };

    private final List<Object> converters;

    JdbcSqliteDialect(SqliteMoments moments) {
        this.converters = JdbcSqliteConverters.of(moments);
    }

    @Override
    public String getName() {
        return "SQLite";
    }

    @Override
    public LimitClause limit() {
        return LIMIT;
    }

    @Override
    public LockClause lock() {
        return NO_LOCK;
    }

    @Override
    public IdGeneration getIdGeneration() {
        return ONE_BY_ONE;
    }

    @Override
    public Collection<Object> getConverters() {
        return converters;
    }

    @Override
    public JdbcArrayColumns getArraySupport() {
        return JdbcArrayColumns.Unsupported.INSTANCE;
    }

    /** Found by Spring Data. */
    static class Provider implements DialectResolver.JdbcDialectProvider {

        @Override
        public Optional<Dialect> getDialect(JdbcOperations operations) {
            Optional<Dialect> dialect = operations.execute((ConnectionCallback<Optional<Dialect>>)
                    connection -> "SQLite".equals(connection.getMetaData().getDatabaseProductName())
                            ? Optional.of(new JdbcSqliteDialect(SqliteMoments.of(connection)))
                            : Optional.empty());
            return dialect == null ? Optional.empty() : dialect;
        }
    }
}
