package io.fastmigrate.cli.output;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a command writes, and where it stands.
 *
 * @param out for results
 * @param err for problems and progress
 * @param live whether {@code err} is a terminal on which a line can be written again in place
 * @param directory what relative paths are relative to
 */
public record Terminal(PrintStream out, PrintStream err, Style outStyle, Style errStyle, boolean live, Path directory) {

    /** Makes one that no one watches: no colours, nothing written in place. */
    public static Terminal plain(PrintStream out, PrintStream err, Path directory) {
        return new Terminal(out, err, Style.PLAIN, Style.PLAIN, false, directory);
    }

    /** Prints lines under a title, after an empty line; nothing for a table without rows. */
    public void section(String title, Table table) {
        List<String> lines = table.lines();
        if (!lines.isEmpty()) {
            out.println();
            out.println(outStyle.bold(title));
            lines.forEach(out::println);
        }
    }

    public void warn(String message) {
        err.println(errStyle.yellow("Warning:") + " " + message);
    }

    public void error(String message) {
        err.println(errStyle.red("Error:") + " " + message);
    }
}
