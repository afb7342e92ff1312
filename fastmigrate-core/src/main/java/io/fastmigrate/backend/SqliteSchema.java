package io.fastmigrate.backend;

import io.fastmigrate.model.EnrollFailedException;
import java.sql.Connection;
import java.util.List;

/** Placeholder of the merge; replaced within minutes. */
final class SqliteSchema {
    private SqliteSchema() {}

    static String dump(Connection connection, List<String> tablesWithData) {
        if (tablesWithData != null) throw new EnrollFailedException("pending merge", "merge", null);
        return "";
    }

    static void compare(Connection expected, Connection actual) {}
}
