package io.fastmigrate.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.List;
import java.util.Map;

/** What the client's user says to a migration. The question goes to the user, by way of the client, and not to the model. */
enum Confirmation {
    GIVEN("The user confirmed the migration."),
    DECLINED("The user declined the migration."),
    CANCELLED("The user closed the question without an answer."),
    NOT_ANSWERED("The client did not bring an answer of its user.");

    private static final String FIELD = "migrate";
    private static final int MOST_NAMES = 20;

    private final String words;

    Confirmation(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static boolean canAsk(McpSyncServerExchange client) {
        ClientCapabilities capabilities = client.getClientCapabilities();
        if (capabilities == null || capabilities.elicitation() == null) {
            return false;
        }
        ClientCapabilities.Elicitation elicitation = capabilities.elicitation();
        return elicitation.form() != null || elicitation.url() == null; // an empty object means forms
    }

    /** Asks, and waits for the answer. */
    static Confirmation ask(McpSyncServerExchange client, Answer plan) {
        try {
            return of(client.createElicitation(
                    ElicitFormRequest.builder(question(plan), schema()).build()));
        } catch (RuntimeException e) {
            return NOT_ANSWERED; // no answer in time, an error of the client, or the end of the session
        }
    }

    private static Confirmation of(ElicitResult result) {
        return switch (result.action()) {
            case ACCEPT -> isChecked(result) ? GIVEN : DECLINED;
            case DECLINE -> DECLINED;
            case CANCEL -> CANCELLED;
        };
    }

    private static boolean isChecked(ElicitResult result) {
        Map<String, Object> content = result.content();
        return content != null && Boolean.TRUE.equals(content.get(FIELD));
    }

    private static String question(Answer plan) {
        List<Map<?, ?>> steps = plan.objects("steps");
        StringBuilder question = new StringBuilder("Migrate " + plan.text("database") + " from version "
                + plan.text("version") + " to " + plan.text("target")
                + "? These scripts were rehearsed on a copy and would run now:");
        steps.stream()
                .limit(MOST_NAMES)
                .forEach(step -> question.append("\n  ")
                        .append(Answer.text(step, "file"))
                        .append("  ")
                        .append(Answer.text(step, "execution")));
        if (steps.size() > MOST_NAMES) {
            question.append("\n  and ").append(steps.size() - MOST_NAMES).append(" more");
        }
        return question.toString();
    }

    private static Map<String, Object> schema() {
        Map<String, Object> field =
                Map.of("type", "boolean", "title", "Run these scripts on the database", "default", false);
        return Map.of("type", "object", "properties", Map.of(FIELD, field), "required", List.of(FIELD));
    }
}
