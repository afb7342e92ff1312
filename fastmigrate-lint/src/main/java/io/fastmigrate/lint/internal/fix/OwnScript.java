package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A numbered script that no one else has yet, and what becomes of it. */
final class OwnScript {

    private final Script script;
    private final boolean isNew;
    private final Path file;
    private List<Part> parts = List.of();
    private String meant = "";
    private int number;

    /** @param isNew whether its file is not there yet */
    OwnScript(Script script, boolean isNew) {
        this.script = script;
        this.isNew = isNew;
        this.file = script.path().orElseThrow();
        this.number = script.version().number();
    }

    Script script() {
        return script;
    }

    boolean isNew() {
        return isNew;
    }

    /** Sets what its text becomes, and how it was meant. */
    void set(List<Part> becomes, String wasMeant) {
        parts = becomes;
        meant = wasMeant;
    }

    void number(int given) {
        number = given;
    }

    int number() {
        return number;
    }

    /** Returns the last number that it has when it is several. */
    int last() {
        return number + Math.max(parts.size(), 1) - 1;
    }

    boolean isRewritten() {
        return !parts.isEmpty();
    }

    boolean isMoved() {
        return number != script.version().number();
    }

    /** Returns the file that one of its parts is in. */
    Path file(int part) {
        String name = script.fileName();
        int end = name.lastIndexOf('.');
        String role = parts.isEmpty() ? "" : parts.get(part).role();
        return file.resolveSibling(
                new Version(number + part).padded() + name.substring(4, end) + role + name.substring(end));
    }

    /** Returns the script as it was meant, under its new number. */
    Script meant() {
        return isRewritten() ? script(number, file(0), meant) : moved();
    }

    private Script moved() {
        return isMoved()
                ? Bridge.values().scriptOfFile(new Version(number), script.kind(), file(0), script::open)
                : script;
    }

    /** Returns what it becomes. */
    List<Script> becomes() {
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            scripts.add(script(number + i, file(i), parts.get(i).text()));
        }
        return isRewritten() ? scripts : List.of(moved());
    }

    private static Script script(int number, Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Bridge.values()
                .scriptOfFile(new Version(number), Script.Kind.SQL, file, () -> new ByteArrayInputStream(bytes));
    }

    void addTo(FileChanges changes) throws IOException {
        if (isNew) {
            changes.create(file(0), ScriptText.text(script));
            return;
        }
        if (isMoved()) {
            changes.move(file, file(0));
        }
        for (int i = 1; i < parts.size(); i++) {
            changes.create(file(i), parts.get(i).text());
        }
        if (isRewritten() && !parts.get(0).text().equals(ScriptText.text(script))) {
            changes.replace(file(0), ScriptText.text(script), parts.get(0).text());
        }
    }
}
