package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the LOCK TABLES of a script for MySQL or MariaDB. In a dump they make inserts of rows faster, and can be left out.
 * What else a script does under such a lock may depend on it, and the lock would keep the version from being read.
 */
final class LockedTables {

    private static final Pattern ROWS = Pattern.compile(
            "(?:INSERT|REPLACE)\\b[^(']*(?:\\([^)']*\\)\\s*)?VALUES\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern KEYS = Pattern.compile(
            "/\\*!\\d* ALTER TABLE .* (?:DIS|EN)ABLE KEYS \\*/", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final String location;
    private Script.@Nullable Position locked;

    LockedTables(String location) {
        this.location = location;
    }

    void follow(DialectStatement statement, SqlEffect effect) {
        if (effect == SqlEffect.TABLE_LOCK) {
            locked = statement.head().startsWith("UN") ? null : statement.position();
        } else if (locked != null && !belongsToDump(statement, effect)) {
            throw refusal(locked, "; the statement at " + statement.position() + " is not part of a dump");
        }
    }

    private static boolean belongsToDump(DialectStatement statement, SqlEffect effect) {
        return effect == SqlEffect.SESSION
                || effect == SqlEffect.AUTOCOMMIT
                || effect == SqlEffect.BEGIN
                || effect == SqlEffect.COMMIT
                || ROWS.matcher(statement.text()).matches()
                || KEYS.matcher(statement.text()).matches();
    }

    void endOfScript() {
        if (locked != null) {
            throw refusal(locked, "");
        }
    }

    private InvalidScriptException refusal(Script.Position position, String why) {
        return Bridge.errors()
                .invalidScript(
                        List.of(location),
                        position,
                        location + ":" + position + ": LOCK TABLES would lock the tables that contain the version" + why
                                + ".",
                        "Remove LOCK TABLES and UNLOCK TABLES (mysqldump --skip-add-locks leaves them out), or move what needs"
                                + " the lock into a .sh script that calls the database's client.");
    }
}
