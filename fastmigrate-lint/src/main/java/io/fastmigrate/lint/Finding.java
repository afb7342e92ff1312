package io.fastmigrate.lint;

import io.fastmigrate.Script;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One finding: where in which script, what happens there, and what to do instead. */
public final class Finding {

    private record Facts(
            Rule rule, Severity severity, Script script, Script.Position position, String message, String safeWay) {}

    private final Facts facts;
    private final String excerpt;
    private final @Nullable Proof proof;

    Finding(Rule rule, Severity severity, Script script, Script.Position position, Text text) {
        this.facts = new Facts(rule, severity, script, position, text.message(), text.safeWay());
        this.excerpt = text.excerpt();
        this.proof = null;
    }

    private Finding(Facts facts, String excerpt, Proof proof) {
        this.facts = facts;
        this.excerpt = excerpt;
        this.proof = proof;
    }

    /** Returns the same finding with what a run showed of it. */
    Finding with(Proof shown) {
        return new Finding(facts, excerpt, shown);
    }

    /** What a finding says. */
    record Text(String message, String safeWay, String excerpt) {}

    public Rule rule() {
        return facts.rule();
    }

    public Severity severity() {
        return facts.severity();
    }

    public Script script() {
        return facts.script();
    }

    public Script.Position position() {
        return facts.position();
    }

    /** Returns what happens, with the names of the objects. */
    public String message() {
        return facts.message();
    }

    /** Returns what to do instead. */
    public String safeWay() {
        return facts.safeWay();
    }

    /** Returns the line of the script with a caret under the position; may be empty. */
    public String excerpt() {
        return excerpt;
    }

    /** Returns what a run showed; empty if {@link Linter#prove} was not asked for. */
    public Optional<Proof> proof() {
        return Optional.ofNullable(proof);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return script().fileName() + ":" + position() + ": " + severity() + " " + rule().id() + ": " + message();
    }
}
