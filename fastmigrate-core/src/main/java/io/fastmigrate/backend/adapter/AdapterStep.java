package io.fastmigrate.backend.adapter;

import io.fastmigrate.backend.ScriptBytes;
import io.fastmigrate.backend.Step;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.sql.ScriptChecksum;
import java.io.IOException;
import java.util.List;

/** A script that an adapter will be given whole, or a process. */
record AdapterStep(PlannedScript planned, ScriptChecksum checksum) implements Step {

    /**
     * Plans a script.
     *
     * @param adapter what messages call the adapter
     */
    static AdapterStep of(Script script, boolean atomic, String adapter) throws IOException {
        if (script.kind() == ScriptKind.JAVA) {
            throw new InvalidScriptException(
                    List.of(script.location()),
                    null,
                    script.location() + " is a Java migration, and those need a JDBC connection, which the adapter "
                            + adapter + " does not give.",
                    "Write it as .sql, .py or .sh.");
        }
        if (script.kind().isProcess()) {
            ScriptChecksum checksum = ScriptChecksum.ofBytes(ScriptBytes.checksum(script));
            return new AdapterStep(PlannedScript.of(script, Execution.PROCESS, checksum.text()), checksum);
        }
        ScriptChecksum checksum = ScriptText.of(script).checksum();
        PlannedScript planned = atomic
                ? PlannedScript.of(script, Execution.ATOMIC, checksum.text())
                : PlannedScript.because(
                        script, Execution.AS_IS, checksum.text(), "the adapter has no transactions", null);
        return new AdapterStep(planned, checksum);
    }

    Script script() {
        return planned.script();
    }

    boolean isAtomic() {
        return planned.execution() == Execution.ATOMIC;
    }
}
