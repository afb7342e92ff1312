package io.fastmigrate.internal.port;

import java.time.Duration;

/**
 * The strongest lock that scripts took on a table that was there before them.
 *
 * @param table its name
 * @param mode as the database calls it
 * @param strength the higher, the more it keeps others from
 * @param held from when it was had to the end of the transaction
 */
public record HeldLock(String table, String mode, int strength, Duration held) {}
