package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.internal.inspect.Inspection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a script on two databases until they differ. A time that is written differs a second later. */
final class DifferentRows {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Inspection inspection;
    private final List<Script> numbered;

    DifferentRows(Inspection inspection, List<Script> numbered) {
        this.inspection = inspection;
        this.numbered = numbered;
    }

    Shown show() {
        Optional<Map<String, List<String>>> first = rows();
        if (first.isEmpty()) {
            return Shown.not("the script does not run with one row in each table");
        }
        Instant end = Instant.now().plus(LONGEST);
        do {
            Map<String, List<String>> second = rows().orElse(first.get());
            for (Map.Entry<String, List<String>> table : first.get().entrySet()) {
                if (!table.getValue().equals(second.get(table.getKey()))) {
                    return Shown.of("two databases on which the script ran differ in " + table.getKey() + ": "
                            + table.getValue() + " and " + second.get(table.getKey()));
                }
            }
        } while (Instant.now().isBefore(end));
        return Shown.not("two databases on which the script ran with one row in each table have the same rows");
    }

    private Optional<Map<String, List<String>>> rows() {
        return ScriptTrial.of(
                inspection,
                1,
                numbered,
                trial -> trial.run().isPresent()
                        ? Optional.empty()
                        : Optional.of(trial.after().rows()));
    }
}
