package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.frame.GitComparison;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives scripts of the branch of Git their texts and names back, and keeps what was edited beside them. */
final class MergedScripts {

    private static final String EDITED = ".edited";

    private final GitComparison git;
    private final String reference;
    private final @Nullable SqlDialect dialect;
    private final FileChanges changes;
    private final List<Script> restored = new ArrayList<>();
    private final List<Script> gone = new ArrayList<>();
    private final List<Script> added = new ArrayList<>();

    /** @param dialect null for SQLite */
    MergedScripts(GitComparison git, String reference, @Nullable SqlDialect dialect, FileChanges changes) {
        this.git = git;
        this.reference = reference;
        this.dialect = dialect;
        this.changes = changes;
    }

    /** Does what a finding about a script of the branch needs; empty if it is none. */
    Optional<Fixed> fix(Script script) throws IOException {
        Path file = script.path().orElseThrow();
        Optional<Script> merged = git.edited(script);
        if (merged.isPresent()) {
            return Optional.of(fixed(script, restore(script, file, merged.get())));
        }
        Optional<Script> renamed = git.renamed(script);
        if (renamed.isPresent()) {
            gone.add(script);
            restored.add(renamed.get());
            changes.move(file, renamed.get().path().orElseThrow());
            return Optional.of(fixed(
                    script,
                    "has its name of " + reference + " again: " + renamed.get().fileName()));
        }
        if (git.deleted().contains(script)) {
            restored.add(script);
            changes.create(file, ScriptText.text(script));
            return Optional.of(fixed(script, "is there again, as " + reference + " has it"));
        }
        return Optional.empty();
    }

    private static Fixed fixed(Script script, String text) {
        return new Fixed(script, "X1", true, text);
    }

    private String restore(Script script, Path file, Script merged) throws IOException {
        String edited = ScriptText.text(script);
        String text = ScriptText.text(merged);
        gone.add(script);
        restored.add(merged);
        Optional<String> more = more(script, merged);
        if (more.isPresent()) {
            changes.replace(file, edited, text);
            added.add(addition(script, file, more.get()));
            return "has its text of " + reference
                    + " again; the statements that were added to it are in the next script";
        }
        Path kept = freeName(file);
        changes.create(kept, edited);
        changes.replace(file, edited, text);
        return "has its text of " + reference + " again; the edited one is in " + kept.getFileName()
                + ", which does not run: write what it changes as a new script";
    }

    private static Path freeName(Path file) {
        Path kept = file.resolveSibling(file.getFileName() + EDITED);
        for (int i = 2; Files.exists(kept); i++) {
            kept = file.resolveSibling(file.getFileName() + EDITED + i);
        }
        return kept;
    }

    /** Returns what was written behind the merged text, if nothing else was changed. */
    private Optional<String> more(Script script, Script merged) throws IOException {
        if (script.kind() != Script.Kind.SQL) {
            return Optional.empty();
        }
        List<Token> then = Tokens.of(ScriptText.text(merged), dialect);
        String text = ScriptText.text(script);
        List<Token> now = Tokens.of(text, dialect);
        boolean begins = !then.isEmpty()
                && now.size() > then.size()
                && then.get(then.size() - 1).isSign(";")
                && texts(now.subList(0, then.size())).equals(texts(then));
        return begins
                ? Optional.of(
                        text.substring(now.get(then.size() - 1).offset() + 1).stripLeading())
                : Optional.empty();
    }

    private static List<String> texts(List<Token> tokens) {
        return tokens.stream().map(Token::text).toList();
    }

    /** Its number comes later; until then it has that of the script that it was part of. */
    private static Script addition(Script script, Path file, String text) {
        String name = script.fileName();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Bridge.values()
                .scriptOfFile(
                        new Version(script.version().number()),
                        Script.Kind.SQL,
                        file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + "-more.sql"),
                        () -> new ByteArrayInputStream(bytes));
    }

    /** Returns the scripts of the branch that come back. */
    List<Script> restored() {
        return restored;
    }

    /** Returns the scripts in whose place they come. */
    List<Script> gone() {
        return gone;
    }

    /** Returns what was added to scripts of the branch, as scripts. */
    List<Script> added() {
        return added;
    }
}
