package io.fastmigrate.internal.jdbc;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.dialect.OtherDialect;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.pool.Loan;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** An application's data source, which is connected to once: the driver alone tells where it leads. */
final class ReachedDataSource {

    private ReachedDataSource() {}

    /** @throws InvalidSettingException if it cannot be connected to for a reason that is not the server's */
    static JdbcSource of(DataSource dataSource, JdbcAccess access) {
        Dialect unseen = OtherDialect.unseen();
        JdbcSource source = JdbcSource.of(dataSource, "the DataSource", access);
        try (Loan loan = source.connect(Map.of(), unseen::category, opened -> opened)) {
            String url = loan.jdbc().getMetaData().getURL();
            return url == null ? source : JdbcSource.of(dataSource, url, access);
        } catch (SQLException e) {
            JdbcErrors errors = new JdbcErrors(source, unseen);
            if (errors.category(e) != ErrorCategory.OTHER) {
                throw errors.translate(e, access.connectTimeout());
            }
            throw InvalidSettingException.of(
                    "Cannot connect to the DataSource: " + errors.text(e),
                    "Check that the application itself can connect.");
        }
    }
}
