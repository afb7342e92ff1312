package io.fastmigrate.test.internal.database;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Data sources for tests: as the Spring Boot starter makes an application's, without a pool and without syncing to the disk. */
public final class TestDataSources {

    private static final int BUSY_TIMEOUT_MILLIS = 5000;

    private TestDataSources() {}

    public static DataSource of(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setSynchronous(SynchronousMode.OFF);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + database.toAbsolutePath().toUri() + "?mode=rw");
        return dataSource;
    }
}
