package io.fastmigrate.databases;

import io.fastmigrate.Script;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.postgres.PostgresShadow;
import io.fastmigrate.lint.internal.prove.postgres.PostgresRun;
import io.fastmigrate.lint.internal.prove.postgres.PostgresTrial;
import io.fastmigrate.lint.internal.prove.server.Rows;
import io.fastmigrate.lint.internal.server.ServerLint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Runs scripts as {@code lint --prove} does, on a database of the test. */
final class PostgresTrials {

    private PostgresTrials() {}

    /** Runs the last script of a workshop. */
    static PostgresRun run(Workshop db) throws IOException {
        Inspection inspection = Inspection.of(db.builder().build());
        List<Script> scripts = inspection.scripts();
        ServerLint lint = new ServerLint(
                inspection, inspection.statementRules().orElseThrow(), settings -> List.of(), PostgresShadow::of);
        SchemaInspection inside = inspection.schema();
        try (ScriptReader reader = lint.open(scripts.get(scripts.size() - 1))) {
            return inside.read(connection -> {
                try {
                    return PostgresTrial.run(connection, inside, reader, Rows.DIFFERENT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
