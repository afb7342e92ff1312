package io.fastmigrate.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration in two steps: a rehearsal on a copy, and then, with the consent of the client's user, the same scripts on the
 * database. A rehearsal is good for one migration.
 */
final class RehearsedMigration {

    private static final String MIGRATE = "migrate";

    private final Commands commands;
    private volatile @Nullable Scripts rehearsed;

    RehearsedMigration(Commands commands) {
        this.commands = commands;
    }

    /**
     * Scripts, and what they start from.
     *
     * @param checksums by file name, in order
     */
    private record Scripts(String version, Map<String, String> checksums) {

        static Scripts of(String version, List<Map<?, ?>> scripts) {
            Map<String, String> checksums = new LinkedHashMap<>();
            scripts.forEach(script -> checksums.put(Answer.text(script, "file"), Answer.text(script, "checksum")));
            return new Scripts(version, checksums);
        }

        List<String> expected() {
            return checksums.entrySet().stream()
                    .map(each -> "--expect=" + each.getKey() + "=" + each.getValue())
                    .toList();
        }
    }

    Answer rehearse() {
        rehearsed = null;
        Answer answer = commands.run("rehearse", List.of());
        if (!answer.isError()) {
            rehearsed = Scripts.of(answer.text("before"), answer.objects("applied"));
        }
        return answer;
    }

    Answer migrate(McpSyncServerExchange client) {
        if (!Confirmation.canAsk(client)) {
            return refusal(
                    "not-confirmed",
                    "This client cannot ask its user (it does not offer elicitation with a form), so no one can"
                            + " confirm the migration. Nothing ran.",
                    "Use a client that offers elicitation, or run fastmigrate migrate on the command line.");
        }
        Answer plan = commands.run("plan", List.of());
        if (plan.isError() || plan.objects("steps").isEmpty()) {
            return plan;
        }
        Scripts pending = Scripts.of(plan.text("version"), plan.objects("steps"));
        Scripts known = rehearsed;
        if (known == null) {
            return refusal(
                    "not-rehearsed",
                    "The pending scripts were not rehearsed in this session: " + names(pending) + ". Nothing ran.",
                    "Call rehearse, and then migrate.");
        }
        if (!pending.equals(known)) {
            return refusal(
                    "not-rehearsed",
                    "The scripts or the database's version changed after the rehearsal: rehearsed at version "
                            + known.version + ": " + names(known) + "; pending at version " + pending.version + ": "
                            + difference(pending, known) + ". Nothing ran.",
                    "Call rehearse again, and then migrate.");
        }
        Confirmation confirmation = Confirmation.ask(client, plan);
        if (confirmation != Confirmation.GIVEN) {
            return refusal(
                    "not-confirmed",
                    confirmation.words() + " Nothing ran.",
                    "Tell the user what the scripts do. Call migrate again only if the user asks for it.");
        }
        Answer answer = commands.run(MIGRATE, pending.expected());
        rehearsed = null;
        return answer;
    }

    private static String names(Scripts scripts) {
        return scripts.checksums.isEmpty() ? "none" : String.join(", ", scripts.checksums.keySet());
    }

    /** Names the pending scripts, and those among them whose text is another one. */
    private static String difference(Scripts pending, Scripts known) {
        List<String> names = pending.checksums.entrySet().stream()
                .map(each -> {
                    String checksum = known.checksums.get(each.getKey());
                    boolean changed = checksum != null && !checksum.equals(each.getValue());
                    return each.getKey() + (changed ? " (changed)" : checksum == null ? " (added)" : "");
                })
                .toList();
        return String.join(", ", names);
    }

    private static Answer refusal(String type, String message, String advice) {
        return Answer.refusal(MIGRATE, type, message, advice);
    }
}
