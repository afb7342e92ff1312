package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;

/** Shows findings by running their scripts on temporary databases. */
@FunctionalInterface
public interface Prover {

    /** Shows one finding of a script. */
    Shown prove(String rule, Script script, Script.Position position);
}
