package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.inspect.Inspection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the schemas that scripts make on temporary databases. */
record SchemaCheck(Inspection inspection) {

    private static final int MOST_NAMED = 3;

    /** Returns why scripts cannot take the place of others; empty if they make the same schema. */
    Optional<String> refusal(List<Script> meant, List<Script> made) {
        Optional<Script> process =
                made.stream().filter(script -> script.kind() != Script.Kind.SQL).findFirst();
        if (process.isPresent()) {
            return Optional.of(
                    "the schema is not known, because " + process.get().fileName() + " is no SQL");
        }
        SortedMap<String, String> before;
        try {
            before = definitions(meant);
        } catch (FastMigrateException e) {
            return Optional.of("the scripts cannot run on a temporary database: " + firstLine(e));
        }
        SortedMap<String, String> after;
        try {
            after = definitions(made);
        } catch (FastMigrateException e) {
            return Optional.of("the fixed scripts cannot run on a temporary database: " + firstLine(e));
        }
        return before.equals(after)
                ? Optional.empty()
                : Optional.of("the fixed scripts would make another schema: " + different(before, after));
    }

    private SortedMap<String, String> definitions(List<Script> scripts) {
        Version last =
                scripts.stream().map(Script::version).max(Version::compareTo).orElse(Version.ZERO);
        Inspection given = inspection.withScripts(scripts);
        return given.shadow(given.scripts(), shadow -> {
            shadow.migrateTo(last);
            return shadow.schema().definitions();
        });
    }

    private static String firstLine(FastMigrateException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String different(SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.containsKey(name) && before.get(name).equals(after.get(name)));
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    }
}
