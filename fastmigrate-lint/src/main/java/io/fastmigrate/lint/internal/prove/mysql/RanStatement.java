package io.fastmigrate.lint.internal.prove.mysql;

import io.fastmigrate.Script;
import java.util.Optional;

/**
 * A statement that ran.
 *
 * @param table that it changes or makes
 * @param way the least ALGORITHM and LOCK that the server accepts for it, on a copy of the table
 * @param written an ALGORITHM and a LOCK that it has itself
 */
record RanStatement(Script.Position position, Optional<String> table, Optional<String> way, String written) {}
