package io.fastmigrate.cli;

import io.fastmigrate.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/**
 * The commands for programs in the same process: {@code ToolProvider.findFirst("fastmigrate")}. Paths are relative to
 * the working directory of the process. What a command prints is written when it ends. To stop one, interrupt its thread.
 */
public final class FastMigrateTool implements ToolProvider {

    /** For {@link java.util.ServiceLoader}. */
    public FastMigrateTool() {}

    @Override
    public String name() {
        return Cli.NAME;
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(stream(results), stream(problems), Path.of(""));
        int exitCode = new Cli(terminal).run(Cli.NAME, arguments);
        out.print(results.toString(StandardCharsets.UTF_8));
        out.flush();
        err.print(problems.toString(StandardCharsets.UTF_8));
        err.flush();
        return exitCode;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
