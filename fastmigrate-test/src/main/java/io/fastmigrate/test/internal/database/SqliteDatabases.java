package io.fastmigrate.test.internal.database;

import io.fastmigrate.Version;
import java.util.Optional;

/** Databases in temporary files of SQLite. */
public final class SqliteDatabases implements TestDatabases {

    @Override
    public String vendor() {
        return "sqlite";
    }

    @Override
    public TestedDatabase next(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last) {
        return TestedDatabase.copyOf(Templates.of(scripts, fingerprint, last), scripts);
    }
}
