package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.output.BuildVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as any Java program finds them. */
class FastMigrateToolTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        ToolProvider tool = ToolProvider.findFirst("fastmigrate").orElseThrow();
        return tool.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void runsACommandAndReturnsItsExitCode() {
        Path database = directory.resolve("b\u00fccher.db");

        assertThat(run("create", "--db", database.toString())).isZero();
        assertThat(run("check", "--db", database.toString(), "--json")).isZero();
        assertThat(run("check", "--no-such-option")).isEqualTo(2);

        assertThat(database).exists();
        assertThat(out.toString()).contains("\"state\": \"managed\"", "b\u00fccher.db");
        assertThat(err.toString()).contains("Unknown option: '--no-such-option'");
    }

    @Test
    void saysWhatToDownloadForAnAgent() {
        assertThat(run("mcp", "--db", directory.resolve("a.db").toString())).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith(
                        "Error: The MCP server is a separate download, and it is not installed.\nUnzip fastmigrate-mcp-"
                                + BuildVersion.text() + ".zip of the same release into ")
                .contains("or set FASTMIGRATE_MCP to the directory of its jars.");
    }
}
