package io.fastmigrate.internal.adapter;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.IOException;
import java.util.List;

/** A script that an adapter will be given whole, or a process. */
record AdapterStep(Plan.Step planned, ScriptChecksum checksum) implements Step {

    /**
     * Plans a script.
     *
     * @param adapter what messages call the adapter
     */
    static AdapterStep of(Script script, boolean atomic, String adapter) throws IOException {
        if (script.kind() == Script.Kind.JAVA) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(script.location()),
                            null,
                            script.location()
                                    + " is a Java migration, and those need a JDBC connection, which the adapter "
                                    + adapter + " does not give.",
                            "Write it as .sql, .py or .sh.");
        }
        if (script.kind().isProcess()) {
            ScriptChecksum checksum = ScriptChecksum.ofBytes(ScriptBytes.checksum(script));
            return new AdapterStep(Bridge.values().step(script, Plan.Execution.PROCESS, checksum.text()), checksum);
        }
        ScriptText text = ScriptText.of(script);
        ScriptChecksum checksum = text.checksum();
        NoTransactionMarker marker = text.marker();
        if (marker.stray() != null) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(script.location()),
                            null,
                            script.location() + ": " + marker.stray() + ".",
                            NoTransactionMarker.ADVICE);
        }
        if (marker.isFound()) {
            return new AdapterStep(
                    Bridge.values()
                            .stepBecause(
                                    script,
                                    Plan.Execution.NON_TRANSACTIONAL,
                                    checksum.text(),
                                    NoTransactionMarker.REASON,
                                    Script.Position.START),
                    checksum);
        }
        Plan.Step planned = atomic
                ? Bridge.values().step(script, Plan.Execution.ATOMIC, checksum.text())
                : Bridge.values()
                        .stepBecause(
                                script,
                                Plan.Execution.NON_TRANSACTIONAL,
                                checksum.text(),
                                "the adapter has no transactions",
                                null);
        return new AdapterStep(planned, checksum);
    }
}
