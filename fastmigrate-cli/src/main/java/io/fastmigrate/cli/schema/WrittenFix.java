package io.fastmigrate.cli.schema;

import io.fastmigrate.Version;
import io.fastmigrate.schema.DriftFix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script that ends drift, and where it is.
 *
 * @param file as it is shown; null if no file was written
 * @param number of the script in the migrations directory; null if it is no migration
 */
record WrittenFix(
        DriftFix fix, @Nullable String file, @Nullable Version number) {

    /** Returns the statement that replaces an adopted script in the database that has its changes, if it must not run there. */
    Optional<String> setVersion() {
        return number == null || fix.isRepeatable()
                ? Optional.empty()
                : Optional.of("UPDATE _meta SET version = " + number + " WHERE version = "
                        + fix.report().version() + ";");
    }
}
