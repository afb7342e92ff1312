package io.fastmigrate.lint;

/** What kind of harm a rule finds. */
public enum RuleClass {
    /** Loses or corrupts data. */
    LOSES_DATA("L", "loses or corrupts data", Severity.ERROR),
    /** Blocks readers or writers. */
    BLOCKS("B", "blocks readers or writers", Severity.WARNING),
    /** Fails on real rows, though it may pass on an empty database. */
    FAILS("F", "fails on real rows", Severity.ERROR),
    /** Breaks code that is still running. */
    BREAKS_CODE("C", "breaks code that is still running", Severity.WARNING),
    /** Does no harm at once. */
    ADVICE("A", "advice", Severity.INFO);

    private final String letter;
    private final String meaning;
    private final Severity severity;

    RuleClass(String letter, String meaning, Severity severity) {
        this.letter = letter;
        this.meaning = meaning;
        this.severity = severity;
    }

    /** Returns the letter by which the table of rules names it. */
    public String letter() {
        return letter;
    }

    /** Returns what it means, in words for people. */
    public String meaning() {
        return meaning;
    }

    /** Returns how serious a finding of this class is, unless a setting changes it. */
    public Severity severity() {
        return severity;
    }
}
