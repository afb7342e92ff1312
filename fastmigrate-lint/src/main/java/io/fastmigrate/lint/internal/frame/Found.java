package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;

/**
 * What a check found.
 *
 * @param id of the rule
 * @param statement the index of the statement in its script, counted from 0; -1 for the script as a whole
 * @param excerpt the line with a caret; may be empty
 * @param message what happens
 * @param safeWay what to do instead
 */
public record Found(
        String id, long statement, Script.Position position, String excerpt, String message, String safeWay) {}
