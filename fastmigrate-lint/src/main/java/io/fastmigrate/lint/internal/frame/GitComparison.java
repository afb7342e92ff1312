package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.authoring.CommittedScript;
import io.fastmigrate.internal.authoring.GitScripts;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** X1: the scripts, compared with those of a commit of Git. A tidied comment changes no script. */
public final class GitComparison {

    private static final String RULE = "X1";

    private static final Pattern NAME = Pattern.compile("[0-9]{4}-.*\\.(?:sql|py|sh)", Pattern.DOTALL);

    private final String reference;
    private final List<Script> scripts;
    private final List<CommittedScript> committed;

    private GitComparison(String reference, List<Script> scripts, List<CommittedScript> committed) {
        this.reference = reference;
        this.scripts = scripts;
        this.committed = committed;
    }

    /** Compares with nothing. */
    public static GitComparison none() {
        return new GitComparison("", List.of(), List.of());
    }

    /** Reads what a commit has in the directories of the scripts. */
    public static GitComparison of(List<Script> scripts, String reference) {
        List<Script> numbered = scripts.stream()
                .filter(script -> !script.isRepeatable() && script.path().isPresent())
                .toList();
        List<String> directories = numbered.stream()
                .map(script -> String.valueOf(script.path().orElseThrow().getParent()))
                .distinct()
                .toList();
        return new GitComparison(
                reference,
                numbered,
                directories.isEmpty() ? List.of() : new GitScripts(directories).scripts(reference));
    }

    /** Returns what is wrong with a script. */
    public List<Found> look(Script script) {
        List<Found> found = new ArrayList<>();
        if (!scripts.contains(script)) {
            return found;
        }
        Optional<CommittedScript> same = find(script.fileName());
        if (same.isPresent()) {
            if (!isUnchanged(script, same.get())) {
                found.add(finding("The script differs from that of " + reference
                        + ": databases that have applied that one stay without the change, and the"
                        + " next run there fails."));
            }
            return found;
        }
        if (SquashedRange.of(script).isPresent()) {
            return found; // it has the number of the last script that it replaces
        }
        Optional<CommittedScript> moved = moved(script);
        int number = script.version().number();
        if (moved.isPresent()) {
            found.add(finding("The script is " + moved.get().fileName() + " of " + reference
                    + " with another name: it runs a second time on databases that have applied that one."));
        } else if (committed.stream().anyMatch(each -> each.number() == number)) {
            found.add(finding("The number " + script.version().padded() + " is that of another script of " + reference
                    + ", which databases may have applied: this one would never run there."));
        } else if (committed.stream().anyMatch(each -> each.number() > number)) {
            found.add(finding("The number is lower than that of a script of " + reference
                    + ": databases that have applied that one refuse this one as late."));
        } else if (hasGapBelow(number)) {
            found.add(finding("The number " + new Version(number - 1).padded() + " below it is free, and a script that"
                    + " takes it later is late on databases that have applied this one."));
        }
        return found;
    }

    private boolean hasGapBelow(int number) {
        boolean first = committed.isEmpty() && number == 1;
        return !first
                && scripts.stream().noneMatch(each -> each.version().number() == number - 1)
                && committed.stream().allMatch(each -> each.number() < number - 1);
    }

    /** Tells whether the commit has a script of this name. */
    public boolean has(Script script) {
        return find(script.fileName()).isPresent();
    }

    private Optional<CommittedScript> moved(Script script) {
        return committed.stream()
                .filter(each -> each.has(bytes(script)) && scripts.stream().noneMatch(one -> isNamed(one, each)))
                .findFirst();
    }

    /** Returns the script of the commit that has the name of this one, if its text is another one. */
    public Optional<Script> edited(Script script) {
        return scripts.contains(script)
                ? find(script.fileName())
                        .filter(same -> !isUnchanged(script, same))
                        .map(GitComparison::script)
                : Optional.empty();
    }

    /** Returns the script of the commit that has this text under another name, which is not there any more. */
    public Optional<Script> renamed(Script script) {
        return scripts.contains(script) && !has(script) ? moved(script).map(GitComparison::script) : Optional.empty();
    }

    /** Returns the highest number of a script of the commit; 0 without any. */
    public int highest() {
        return committed.stream().mapToInt(CommittedScript::number).max().orElse(0);
    }

    /** Returns the scripts of the commit that are not there any more, under any name, and that no squashed script replaces. */
    public List<Script> deleted() {
        List<SquashedRange> squashed = scripts.stream()
                .flatMap(each -> SquashedRange.of(each).stream())
                .toList();
        List<Script> deleted = new ArrayList<>();
        for (CommittedScript each : committed) {
            boolean isScript = NAME.matcher(each.fileName()).matches() && each.number() > 0;
            if (isScript
                    && scripts.stream().noneMatch(script -> isNamed(script, each) || each.has(bytes(script)))
                    && squashed.stream().noneMatch(range -> range.contains(new Version(each.number())))) {
                deleted.add(script(each));
            }
        }
        return deleted;
    }

    private static Script script(CommittedScript committed) {
        Script.Kind kind = committed.fileName().endsWith(".sql")
                ? Script.Kind.SQL
                : committed.fileName().endsWith(".py") ? Script.Kind.PYTHON : Script.Kind.SHELL;
        return Bridge.values()
                .scriptOfFile(
                        new Version(committed.number()),
                        kind,
                        committed.path(),
                        () -> new ByteArrayInputStream(committed.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns what is wrong with a script that {@link #deleted} returned. */
    public Found ofDeleted() {
        return finding("The script is in " + reference
                + " and not here: databases that have applied it keep what it made," + " and new ones never get it.");
    }

    private static boolean isNamed(Script script, CommittedScript committed) {
        return script.fileName().equals(committed.fileName());
    }

    private Optional<CommittedScript> find(String fileName) {
        return committed.stream()
                .filter(each -> each.fileName().equals(fileName))
                .findFirst();
    }

    private static boolean isUnchanged(Script script, CommittedScript committed) {
        byte[] bytes = bytes(script);
        if (committed.has(bytes)) {
            return true;
        }
        String now = new String(bytes, StandardCharsets.UTF_8);
        String then = committed.text();
        return script.kind() == Script.Kind.SQL
                ? texts(now).equals(texts(then))
                : now.replace("\r\n", "\n").equals(then.replace("\r\n", "\n"));
    }

    private static List<String> texts(String sql) {
        return Tokens.of(sql, null).stream().map(Token::text).toList();
    }

    private static byte[] bytes(Script script) {
        try (InputStream in = script.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(script.location() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Found finding(String message) {
        return new Found(
                RULE,
                -1,
                Script.Position.START,
                "",
                message,
                RuleSheets.of(RULE).safeWay());
    }
}
