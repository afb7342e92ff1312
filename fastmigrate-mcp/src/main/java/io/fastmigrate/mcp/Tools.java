package io.fastmigrate.mcp;

import io.fastmigrate.mcp.Parameter.Kind;
import io.fastmigrate.mcp.Tool.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tools of a server. */
final class Tools {

    private final Commands commands;
    private final RehearsedMigration migration;
    private final FixedOptions fixed;

    Tools(Commands commands, FixedOptions fixed) {
        this.commands = commands;
        this.migration = new RehearsedMigration(commands);
        this.fixed = fixed;
    }

    /** Returns those that this server offers. */
    List<Tool> all() {
        List<Tool> tools = everyOne();
        return fixed.allowProcesses()
                ? tools
                : tools.stream()
                        .map(new ProcessGuard(commands, fixed)::guarding)
                        .toList();
    }

    private List<Tool> everyOne() {
        List<Tool> tools = new ArrayList<>(List.of(
                plain("status", "Version of the database, applied and pending scripts. Never writes.", Effect.READS),
                plain("plan", "What a migration would run now, and how. Never writes.", Effect.READS),
                lint(),
                new Tool(
                        "rehearse",
                        "Runs the pending scripts on a copy of the database and tells what changes. The database itself"
                                + " is only read.",
                        Effect.WRITES_BESIDE,
                        List.of(),
                        (client, arguments) -> migration.rehearse()),
                plain(
                        "schema",
                        "The schema that all scripts together make, as SQL; they run on a temporary database.",
                        Effect.WRITES_BESIDE),
                plain(
                        "drift",
                        "Compares the schema of the database with what its applied scripts make on a temporary"
                                + " database.",
                        Effect.WRITES_BESIDE),
                newScript()));
        if (fixed.allowMigrate()) {
            tools.add(new Tool(
                    "migrate",
                    "Runs the pending scripts on the database. Only scripts that were rehearsed in this session,"
                            + " unchanged, and only after the user has confirmed it in the client.",
                    Effect.WRITES_DATABASE,
                    List.of(),
                    (client, arguments) -> migration.migrate(client)));
        }
        return tools;
    }

    private Tool plain(String command, String description, Effect effect) {
        return new Tool(
                command, description, effect, List.of(), (client, arguments) -> commands.run(command, List.of()));
    }

    private Tool lint() {
        return new Tool(
                "lint",
                "Finds what loses data, blocks, fails on real rows or breaks running code in scripts. Never writes.",
                Effect.READS,
                List.of(
                        new Parameter(
                                "scripts",
                                Kind.TEXTS,
                                "Numbers or file names of scripts; left out: all that were not applied.",
                                false),
                        new Parameter("all", Kind.SWITCH, "Lint applied scripts too.", false)),
                (client, arguments) -> commands.run("lint", lintArguments(arguments)));
    }

    private static List<String> lintArguments(Map<String, Object> arguments) {
        List<String> words = new ArrayList<>();
        if (Boolean.TRUE.equals(arguments.get("all"))) {
            words.add("--all");
        }
        if (arguments.get("scripts") instanceof List<?> scripts) {
            words.add("--"); // what follows is no option, whatever it looks like
            scripts.forEach(script -> words.add(String.valueOf(script)));
        }
        return words;
    }

    private Tool newScript() {
        return new Tool(
                "new",
                "Creates an empty .sql script with the next number in the directory of the scripts. Write its"
                        + " statements into the file that is named in the answer.",
                Effect.WRITES_BESIDE,
                List.of(new Parameter(
                        "description", Kind.TEXT, "A few words joined by hyphens, such as add-posts.", true)),
                (client, arguments) ->
                        commands.run("new", List.of("--", String.valueOf(arguments.get("description")))));
    }
}
