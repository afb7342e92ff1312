package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.Script;
import java.util.List;
import java.util.Map;

/**
 * A statement that ran.
 *
 * @param names the words and names in it
 * @param held what its transaction did before it to tables that were there before the script
 * @param uses what it did itself
 * @param lost what running code cannot name any more behind it, with a query that shows it
 */
public record RanStatement(
        Script.Position position,
        List<String> names,
        List<TableUse> held,
        List<TableUse> uses,
        Map<String, String> lost) {}
