package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.OneLine;
import java.util.Locale;
import java.util.Optional;

/** Which folder of a place names stand in, and so what they have to be like. */
enum ScriptFolder {
    /** The place itself: scripts have numbers. */
    NUMBERED {
        @Override
        Optional<NamingRule.Parsed> parse(String name) {
            return NamingRule.parse(name);
        }

        @Override
        Optional<Warning> misnamed(String name, String location) {
            return NamingRule.misnamed(name, location);
        }

        @Override
        Script belonging(Script script) {
            return script;
        }
    },
    /** Its sub-folder {@code repeatable}, which may be missing: any name will do that ends with {@code .sql}. */
    REPEATABLE {
        @Override
        Optional<NamingRule.Parsed> parse(String name) {
            return name.endsWith(EXTENSION) && !isHidden(name) && !NamingRule.hasControls(name)
                    ? Optional.of(new NamingRule.Parsed(Version.ZERO, Script.Kind.SQL))
                    : Optional.empty();
        }

        @Override
        Optional<Warning> misnamed(String name, String location) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean script = lower.endsWith(EXTENSION) || lower.endsWith(".py") || lower.endsWith(".sh");
            return script && !isHidden(name)
                    ? Optional.of(Bridge.values()
                            .warning(
                                    Warning.Kind.NAME,
                                    OneLine.of(location)
                                            + " does not run: a repeatable script is SQL, and its name ends with .sql in"
                                            + " lower case."))
                    : Optional.empty();
        }

        @Override
        Script belonging(Script script) {
            return Bridge.values().repeatable(script);
        }
    };

    /** The name of the sub-folder. */
    static final String REPEATABLE_NAME = "repeatable";

    private static final String EXTENSION = ".sql";

    abstract Optional<NamingRule.Parsed> parse(String name);

    /** Tells of a file that was probably meant to be a script, and empty of every other file. */
    abstract Optional<Warning> misnamed(String name, String location);

    /** Returns a script as one of this folder. */
    abstract Script belonging(Script script);

    /** Editors and systems keep such files of their own beside others. */
    private static boolean isHidden(String name) {
        return name.startsWith(".");
    }
}
