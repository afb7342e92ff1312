package io.fastmigrate.test;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A database in memory that several connections share, and that ends with the last of them. */
class SqliteMemoryPoolContractTest extends SqlitePoolContract {

    private final List<Connection> kept = new ArrayList<>();

    @Override
    protected HikariConfig pool(Path place) throws SQLException {
        String url = "jdbc:sqlite:file:" + place.toString().replaceAll("\\W", "_") + "?mode=memory&cache=shared";
        kept.add(DriverManager.getConnection(url));
        return applicationOn(url);
    }

    @AfterEach
    void end() throws SQLException {
        for (Connection connection : kept) {
            connection.close();
        }
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(
                EnumSet.of(Capability.BACK_UP, Capability.RESTORE, Capability.ENROLL, Capability.RUN_PROCESSES));
    }
}
