package io.fastmigrate.lint;

import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule: what it finds, which harm that does, and the safe way. */
public final class Rule {

    private static final String PAGES = "https://github.com/fastmigrate/fastmigrate-java/blob/main/docs/lint/";

    private final RuleSheet sheet;

    private Rule(RuleSheet sheet) {
        this.sheet = sheet;
    }

    /** Returns a rule by its id, in any case; empty if there is none of that id. */
    public static Optional<Rule> of(String id) {
        return RuleSheets.find(id).map(Rule::new);
    }

    /** Returns all rules, in the order of their ids. */
    public static List<Rule> all() {
        return RuleSheets.all().stream().map(Rule::new).toList();
    }

    /** Returns the id: {@code S6}. */
    public String id() {
        return sheet.id();
    }

    /** Returns what it finds, in a few words. */
    public String title() {
        return sheet.title();
    }

    public RuleClass ruleClass() {
        return sheet.ruleClass();
    }

    /** Returns what happens, in one sentence. */
    public String harm() {
        return sheet.harm();
    }

    /** Returns what to do instead, in one sentence. */
    public String safeWay() {
        return sheet.safeWay();
    }

    /** Returns the address of its page. */
    public String page() {
        return PAGES + id() + ".md";
    }

    /** Returns its whole page as text for people, with an unsafe and a safe script. */
    public String explanation() {
        return sheet.explanation();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rule rule && rule.id().equals(id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return id() + ": " + title();
    }
}
