package io.fastmigrate.spring.actuate;

import io.fastmigrate.Status;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.observe.RunState;
import io.fastmigrate.spring.internal.observe.Standing;
import java.util.LinkedHashMap;
import java.util.Map;

/** The health of one database: out of service while it is migrated, down when that failed. */
final class DatabaseHealth {

    private DatabaseHealth() {}

    static HealthFacts of(String name, Standings standings) {
        Standing standing = standings.recent(name);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", standing.state().name());
        Status status = standing.status();
        if (status != null) {
            details.put("version", status.version().number());
            details.put("target", status.target().number());
            details.put("pending", status.pending().size());
        }
        if (standing.running() != null) {
            describe(standing.running(), details);
        }
        standings.drift(name).ifPresent(drift -> {
            details.put("drift", drift.state().name());
            if (!drift.objects().isEmpty()) {
                details.put("driftObjects", drift.objects());
            }
        });
        if (standing.error() != null) {
            describe(standing.error(), Redaction.of(standings.database(name)), details);
        }
        return new HealthFacts(condition(standing), details);
    }

    private static HealthFacts.Condition condition(Standing standing) {
        if (standing.isUsable()) {
            return HealthFacts.Condition.UP;
        }
        return switch (standing.state()) {
            case MIGRATING, PENDING -> HealthFacts.Condition.OUT_OF_SERVICE;
            default -> HealthFacts.Condition.DOWN;
        };
    }

    private static void describe(RunState.Running run, Map<String, Object> details) {
        details.put("percent", run.percent());
        if (run.script() != null) {
            details.put("script", run.script().fileName());
            details.put("scriptNumber", run.done() + 1);
            details.put("scripts", run.total());
        }
        details.put("elapsedSeconds", run.elapsed().toSeconds());
        if (run.waitingFor() != null) {
            details.put("waitingFor", run.waitingFor());
        }
    }

    private static void describe(FastMigrateException error, Redaction redaction, Map<String, Object> details) {
        details.put("error", redaction.apply(String.valueOf(error.getMessage())));
        details.put("advice", redaction.apply(error.advice()));
        if (error instanceof ScriptFailedException failed) {
            details.put("script", failed.script().fileName());
            failed.position().ifPresent(position -> details.put("line", position.line()));
        }
    }
}
