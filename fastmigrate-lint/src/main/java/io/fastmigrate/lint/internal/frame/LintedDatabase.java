package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What linting has to know of one database: how its scripts are read, its rules, its shadow database. */
public interface LintedDatabase {

    /** Returns a new check for each rule, in the order in which they look at a statement. */
    List<Check> checks(Settings settings);

    /**
     * Opens a script.
     *
     * @throws io.fastmigrate.error.InvalidScriptException if the runner cannot run it
     */
    ScriptReader open(Script script) throws IOException;

    /** Lends a shadow database, which is gone when this returns. */
    <T> T shadowed(Function<Shadow, T> use);

    /** Returns what in a statement no rule can read, in a word or two; empty if rules can read all of it. */
    Optional<String> unreadable(Statement statement);
}
