package io.fastmigrate.internal.sql.names;

import java.util.List;
import java.util.Set;

/**
 * What one script says of objects.
 *
 * @param made what it creates, in order
 * @param dropped what it drops
 * @param used what has to be there when it runs: tables and views that it reads, functions that it calls
 * @param mentioned all other names, among them those in bodies that the database reads only when they are called
 */
public record ScriptNames(List<Made> made, Set<ObjectName> dropped, Set<ObjectName> used, Set<ObjectName> mentioned) {

    /** Of a script that is not read. */
    public static final ScriptNames NONE = new ScriptNames(List.of(), Set.of(), Set.of(), Set.of());

    /**
     * An object that a script creates.
     *
     * @param kind its word, in upper case: {@code VIEW}, {@code FUNCTION}
     * @param written its name as it stands in the script
     * @param isPlain whether the statement fails where the object is there: it has no OR REPLACE and no IF NOT EXISTS
     */
    public record Made(String kind, ObjectName name, String written, boolean isPlain) {

        /** Tells whether it is a view, which holds nothing that could be lost when it is dropped and made again. */
        public boolean isView() {
            return kind.endsWith("VIEW");
        }

        /** Tells whether the old one is dropped before the script runs, which would fail on it. */
        public boolean isReplaced() {
            return isPlain && kind.equals("VIEW");
        }
    }

    /** Tells whether it takes away what it makes, as far as that is there, to make it again. */
    public boolean makesAgain() {
        return made.stream()
                .anyMatch(object -> object.isReplaced() || dropped.stream().anyMatch(object.name()::mayBe));
    }

    public ScriptNames {
        made = List.copyOf(made);
        dropped = Set.copyOf(dropped);
        used = Set.copyOf(used);
        mentioned = Set.copyOf(mentioned);
    }
}
