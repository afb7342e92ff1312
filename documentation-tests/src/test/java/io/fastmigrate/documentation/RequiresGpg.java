package io.fastmigrate.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where there is no gpg, and says so; where {@code FASTMIGRATE_REQUIRE_GPG} is true they run and fail. */
final class RequiresGpg implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean required = Boolean.parseBoolean(System.getenv("FASTMIGRATE_REQUIRE_GPG"));
        if (required || (isThere("gpg") && isThere("gpgv"))) {
            return ConditionEvaluationResult.enabled("gpg is there, or must be");
        }
        return ConditionEvaluationResult.disabled("Skipped: there is no gpg here.");
    }

    private static boolean isThere(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
