package io.fastmigrate.test.internal.database;

import io.fastmigrate.Version;
import java.sql.SQLException;
import java.util.Optional;

/** Where the databases of tests are: one for each test. */
public interface TestDatabases {

    /** Returns what {@code {vendor}} stands for in the locations of scripts. */
    String vendor();

    /**
     * Makes the database of one test.
     *
     * @param fingerprint of the scripts
     * @param last the version that it is at; empty for the highest
     * @throws RuntimeException what making the template threw, for each test that needs it
     */
    TestedDatabase next(ScriptsUnderTest scripts, String fingerprint, Optional<Version> last) throws SQLException;
}
