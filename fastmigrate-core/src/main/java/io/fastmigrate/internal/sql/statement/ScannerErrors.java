package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.List;

/** The errors of texts that cannot be cut into statements. */
final class ScannerErrors {

    private ScannerErrors() {}

    static InvalidScriptException openQuote(String location, Script.Position quote, char sign) {
        return Bridge.errors()
                .invalidScript(
                        List.of(location),
                        quote,
                        location + ":" + quote + ": the quote that is opened here (" + sign + ") is never closed.",
                        sign == '[' ? "Close it with ]." : "Close it; inside the quotes, double the quote character.");
    }

    static InvalidScriptException shellCommand(String location, Script.Position position, String command) {
        return Bridge.errors()
                .invalidScript(
                        List.of(location),
                        position,
                        location + ":" + position + ": " + command + " is a command of the sqlite3 shell, not SQL.",
                        "Remove the line, or make the script a .sh script that calls sqlite3.");
    }
}
