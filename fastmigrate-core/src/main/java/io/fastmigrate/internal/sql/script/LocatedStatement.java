package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementFacts;

/** A statement of a script, and where it stands. */
public record LocatedStatement(StatementFacts facts, Script.Position position) {}
