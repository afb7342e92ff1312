package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.Optional;

/** Stands in for the shadow database where there is none: nothing is known of the schema. */
public final class NoShadow implements Shadow {

    @Override
    public Optional<Schema> schema() {
        return Optional.empty();
    }

    @Override
    public void begin(ScriptPlan plan) {}

    @Override
    public Optional<String> run(Statement statement) {
        return Optional.empty();
    }

    @Override
    public void end() {}

    @Override
    public void lose() {}

    @Override
    public Optional<String> tryOut(String sql) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
