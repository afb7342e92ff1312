package io.fastmigrate.internal.bridge;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the place of a script's bytes says of them without their being read.
 *
 * @param identity which bytes these are: a file's key, or the check sum of a jar's entry; null where there is none
 * @param bytes how many
 * @param modified when they were written last
 * @param settled whether a later change is sure to show: not so for a file written so lately that the next write may
 *     bear the same time
 */
public record ScriptStamp(@Nullable Object identity, long bytes, Instant modified, boolean settled) {

    // What the compiler would write is linked at run time, which takes longer than a whole look at a database.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScriptStamp stamp
                && bytes == stamp.bytes
                && settled == stamp.settled
                && modified.equals(stamp.modified)
                && Objects.equals(identity, stamp.identity);
    }

    @Override
    public int hashCode() {
        return Objects.hash(identity, bytes, modified, settled);
    }
}
