package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Definitions;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;

/** X2 on servers, which say themselves what is there and what the statement would make. */
public final class SkippedCreation implements Check {

    @Override
    public String id() {
        return "X2";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Creation.of(statement)
                .filter(creation -> scope.schema(this).isPresent())
                .filter(creation ->
                        scope.definitions(creation).filter(Definitions::differ).isPresent())
                .ifPresent(creation -> report(creation.name().name(), statement, scope));
    }

    private void report(Cursor.Name name, Statement statement, Scope scope) {
        scope.report(this, statement, name.token(), ExistsOtherwise.message(name));
    }
}
