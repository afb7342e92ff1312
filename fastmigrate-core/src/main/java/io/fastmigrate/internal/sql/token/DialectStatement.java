package io.fastmigrate.internal.sql.token;

import io.fastmigrate.Script;

/**
 * One statement of a script for a database other than SQLite.
 *
 * @param text from its first token to its last, without what ends it
 * @param position where its first token begins
 * @param head its first tokens, with one blank between each two: bare words in upper case, everything else as it stands
 */
public record DialectStatement(String text, Script.Position position, String head) {}
