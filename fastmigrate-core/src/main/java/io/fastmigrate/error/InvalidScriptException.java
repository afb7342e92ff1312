package io.fastmigrate.error;

import io.fastmigrate.Script;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scripts that cannot run as they are: two with one number, a broken name under strict naming, bad UTF-8. */
public final class InvalidScriptException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> scripts;
    private final Script.@Nullable Position position;

    InvalidScriptException(List<String> scripts, Script.@Nullable Position position, String message, String advice) {
        super(message, advice, null);
        this.scripts = List.copyOf(scripts);
        this.position = position;
    }

    /** Returns the locations of the scripts that this is about. */
    public List<String> scripts() {
        return scripts;
    }

    /** Returns where in the script, when it is about its text. */
    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }
}
