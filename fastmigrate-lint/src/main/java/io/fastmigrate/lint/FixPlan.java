package io.fastmigrate.lint;

import io.fastmigrate.lint.internal.fix.FixResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which findings can be fixed, and which files that changes. Used by one thread. */
public final class FixPlan {

    private final FixResult result;
    private boolean written;

    FixPlan(FixResult result) {
        this.result = result;
    }

    /** Returns what is done about each finding whose rule has a safe way that can be mechanical. */
    public List<Fix> fixes() {
        return result.fixes().stream()
                .map(each -> new Fix(each.script(), Rule.of(each.rule()).orElseThrow(), each.done(), each.text()))
                .toList();
    }

    /** Returns the files that change, in the order in which they do; none if the fixed scripts do not pass. */
    public List<Change> changes() {
        return result.changes().list().stream()
                .map(each -> new Change(
                        each.to(), Optional.ofNullable(each.from()), Optional.ofNullable(each.text()), each.isNew()))
                .toList();
    }

    /**
     * Changes the files: all of them, or none. If the process is killed in the middle, scripts do not run until {@link Linter#finishFixes}.
     *
     * @throws io.fastmigrate.error.InvalidSettingException if a file was changed in the meantime, or cannot be written
     */
    public void write() {
        result.write();
        written = true;
    }

    /** Tells whether the files were changed. */
    public boolean isWritten() {
        return written;
    }

    /**
     * A file that changes.
     *
     * @param from the name that it had; empty if it keeps its name or is new
     * @param text its new text; empty if it keeps its text
     */
    public record Change(Path file, Optional<Path> from, Optional<String> text, boolean isNew) {}
}
