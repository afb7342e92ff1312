package io.fastmigrate.internal.inspect;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A digest of all that decides which schema SQL scripts make: their text, values, settings, and the library or server. */
final class SchemaKey {

    private SchemaKey() {}

    /** Returns none for programs, which may do something else each time, and for what cannot be read, which the run itself reports. */
    static Optional<String> of(Settings settings, SchemaInspection schema, List<Script> scripts, Version version) {
        if (!scripts.stream().allMatch(script -> script.kind() == Script.Kind.SQL)) {
            return Optional.empty();
        }
        return schema.circumstances().flatMap(circumstances -> {
            List<String> parts = new ArrayList<>();
            parts.add(circumstances);
            parts.add(settings.get(Setting.TRANSACTION).name());
            parts.add(settings.find(Setting.SCHEMA).orElse(""));
            new TreeMap<>(settings.get(Setting.VALUES)).forEach((name, text) -> parts.addAll(List.of(name, text)));
            parts.add(version.toString());
            return digest(parts, scripts);
        });
    }

    private static Optional<String> digest(List<String> parts, List<Script> scripts) {
        try {
            for (Script script : scripts) {
                parts.add(script.fileName());
                parts.add(ScriptBytes.checksum(script));
            }
            byte[] all = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
            return Optional.of(ScriptBytes.checksum(new ByteArrayInputStream(all)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
