package io.fastmigrate.internal.adopt;

import io.fastmigrate.Adoption;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The scripts of an adoption: those with numbers first, then those that are repeatable, in a folder below.
 *
 * @param directory that they are written to
 * @param values that are put into them when they run
 */
record NewScripts(Path directory, List<OldScript> old, Map<String, String> values) {

    private static final String REPEATABLE = "repeatable/";

    /** Returns how many have numbers, which is the version. */
    int numbered() {
        return (int) old.stream().filter(script -> !script.isRepeatable()).count();
    }

    /** Writes the scripts that are text. */
    void write() throws IOException {
        Files.createDirectory(directory);
        List<String> names = names();
        for (int i = 0; i < old.size(); i++) {
            if (old.get(i).isRepeatable()) {
                DurableFiles.createDirectories(directory.resolve(REPEATABLE));
            }
            if (old.get(i).java().isEmpty()) {
                DurableFiles.write(directory.resolve(names.get(i)), old.get(i).text());
            }
        }
        if (numbered() < old.size()) {
            DurableFiles.syncDirectory(directory.resolve(REPEATABLE));
        }
        DurableFiles.syncDirectory(directory);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (OldScript script : old) {
            String start = script.isRepeatable() ? REPEATABLE : new Version(names.size() + 1).padded() + "-";
            String name = start + script.description() + ".sql";
            for (int i = 2; names.contains(name); i++) {
                name = start + script.description() + "-" + i + ".sql";
            }
            names.add(name);
        }
        return names;
    }

    List<Script> scripts() {
        List<Script> scripts = new ArrayList<>();
        List<String> names = names();
        for (OldScript each : old) {
            Path file = directory.resolve(names.get(scripts.size()));
            Version version = each.isRepeatable() ? Version.ZERO : new Version(scripts.size() + 1);
            Script script = each.java()
                    .map(Bridge.values()::scriptOfJava)
                    .orElseGet(() -> Bridge.values()
                            .scriptOfFile(version, Script.Kind.SQL, file, () -> Files.newInputStream(file)));
            if (each.java().isEmpty() && !values.isEmpty()) {
                script = Bridge.values().withValues(script, values);
            }
            scripts.add(each.isRepeatable() ? Bridge.values().repeatable(script) : script);
        }
        return scripts;
    }

    /** Returns what each is made from. */
    List<Adoption.Adopted> adopted() {
        List<Adoption.Adopted> adopted = new ArrayList<>();
        for (Script script : scripts()) {
            adopted.add(Bridge.values()
                    .adopted(script.fileName(), old.get(adopted.size()).origin()));
        }
        return adopted;
    }
}
