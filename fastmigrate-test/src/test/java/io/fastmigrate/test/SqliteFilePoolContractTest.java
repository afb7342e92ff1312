package io.fastmigrate.test;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;

class SqliteFilePoolContractTest extends SqlitePoolContract {

    @Override
    protected HikariConfig pool(Path place) {
        return applicationOn("jdbc:sqlite:" + place);
    }
}
