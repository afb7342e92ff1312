package io.fastmigrate.internal.engine;

import io.fastmigrate.Plan;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person should know of the way in which pending scripts will run. */
final class PlanWarnings {

    /** More scripts than these share one line, which no one would find among a hundred others. */
    private static final int LINES = 3;

    private PlanWarnings() {}

    /**
     * Returns all of them.
     *
     * @param foreseen what the database says of these steps together
     */
    static <S extends Step> List<Warning> of(
            Backend<S> backend, List<S> steps, List<Warning> foreseen, TransactionScope scope) {
        List<Warning> all = new ArrayList<>();
        List<Plan.Step> planned = new ArrayList<>();
        Optional<String> limitations = steps.isEmpty() ? Optional.empty() : backend.limitations();
        if (limitations.isPresent()) {
            all.add(Bridge.values().warning(Warning.Kind.FEWER_GUARANTEES, limitations.get()));
        }
        for (S step : steps) {
            planned.add(step.planned());
            all.addAll(step.warnings());
        }
        all.addAll(foreseen);
        if (limitations.isEmpty()) {
            all.addAll(notAtomic(planned));
        }
        if (scope == TransactionScope.RUN) {
            all.addAll(apart(backend, steps));
        }
        return all;
    }

    /** Returns a warning for each script that is not undone if it fails, or one for all where there are many. */
    static List<Warning> notAtomic(List<Plan.Step> planned) {
        List<Plan.Step> scripts = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        for (Plan.Step step : planned) {
            if (step.execution() == Plan.Execution.NON_TRANSACTIONAL) {
                scripts.add(step);
                warnings.add(warning(step.script().location()
                        + " runs statement by statement, without a transaction, and is not undone if it fails: "
                        + step.reason().orElse("")));
            }
        }
        if (scripts.size() <= LINES) {
            return warnings;
        }
        String names = scripts.stream()
                .limit(LINES)
                .map(step -> step.script().fileName())
                .collect(Collectors.joining(", "));
        return List.of(
                warning(scripts.size() + " scripts run statement by statement, outside a transaction, and are not"
                        + " undone if they fail: " + names + " and " + (scripts.size() - LINES)
                        + " more. The plan says why for each of them."));
    }

    /** Returns one warning that names the scripts that cannot share the transaction of the run. */
    private static <S extends Step> List<Warning> apart(Backend<S> backend, List<S> steps) {
        List<String> apart = new ArrayList<>();
        for (S step : steps) {
            if (step.planned().execution() == Plan.Execution.ATOMIC) {
                backend.apart(step)
                        .ifPresent(reason -> apart.add(step.planned().script().fileName() + " (" + reason + ")"));
            }
        }
        return apart.isEmpty()
                ? List.of()
                : List.of(warning("Not all scripts share the transaction of the run. Scripts before one of"
                        + " these are committed first, and each of these has its own transaction: "
                        + String.join("; ", apart) + "."));
    }

    private static Warning warning(String text) {
        return Bridge.values().warning(Warning.Kind.NOT_ATOMIC, text);
    }
}
