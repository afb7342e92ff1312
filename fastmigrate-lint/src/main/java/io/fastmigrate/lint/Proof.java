package io.fastmigrate.lint;

/** What a run on a temporary database showed of a finding. */
public final class Proof {

    private final boolean shown;
    private final String text;

    Proof(boolean shown, String text) {
        this.shown = shown;
        this.text = text;
    }

    /** Tells whether the run did what the finding says. */
    public boolean isShown() {
        return shown;
    }

    /** Returns what the run did; why nothing could be shown if it is not. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return (shown ? "Shown by a run: " : "Not shown by a run: ") + text + ".";
    }
}
