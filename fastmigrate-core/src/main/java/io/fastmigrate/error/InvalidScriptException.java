package io.fastmigrate.error;

import io.fastmigrate.Script;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scripts are invalid: for example two have the same number, a name breaks the naming rule under strict naming, or the
 * text is not UTF-8.
 */
public final class InvalidScriptException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> scripts;
    private final Script.@Nullable Position position;

    InvalidScriptException(List<String> scripts, Script.@Nullable Position position, String message, String advice) {
        super(message, advice, null);
        this.scripts = List.copyOf(scripts);
        this.position = position;
    }

    /** Returns the locations of the invalid scripts. */
    public List<String> scripts() {
        return scripts;
    }

    /** Returns the position in the script, if the error concerns its text. */
    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }
}
