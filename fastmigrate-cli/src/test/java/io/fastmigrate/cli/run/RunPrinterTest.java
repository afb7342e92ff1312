package io.fastmigrate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.cli.output.Style;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunPrinterTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Script script = Bridge.values()
            .scriptOfResource(
                    new Version(5),
                    "0005-big.sql",
                    Script.Kind.SQL,
                    "m/0005-big.sql",
                    () -> new ByteArrayInputStream(new byte[0]));

    private RunPrinter printer(boolean live, boolean lines) {
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new RunPrinter(new Terminal(out, errors, Style.PLAIN, Style.PLAIN, live, Path.of("")), lines);
    }

    /** A printer whose script has begun. */
    private RunPrinter running(boolean live, boolean lines) {
        RunPrinter printer = printer(live, lines);
        printer.onStarted(Bridge.values().step(script, Plan.Execution.ATOMIC, "ab12"));
        return printer;
    }

    private void tick(RunPrinter printer, long millis, long read) {
        Duration elapsed = Duration.ofMillis(millis);
        printer.onProgress(Bridge.values().progress(script, read, 200, 1234, elapsed));
        printer.tick(elapsed);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysNothingOfAScriptThatTakesLessThanASecond() {
        tick(running(true, true), 999, 10);

        assertThat(printed()).isEmpty();
    }

    @Test
    void writesInPlaceOnATerminalAndTakesTheLineAway() {
        RunPrinter printer = running(true, true);

        tick(printer, 1000, 50);
        tick(printer, 1100, 100);
        printer.live.clear();

        assertThat(printed())
                .isEqualTo("\r\u001b[K  0005-big.sql   25 %  1,234 statements  1.0 s"
                        + "\r\u001b[K  0005-big.sql   50 %  1,234 statements  1.1 s\r\u001b[K");
    }

    private void backingUp(RunPrinter printer) {
        for (int tenth = 0; tenth <= 120; tenth++) {
            printer.onBackupProgress(Bridge.values().backupProgress(tenth, 200, Duration.ofMillis(tenth * 100L)));
        }
    }

    @Test
    void writesOfALongBackupInPlaceAndTakesTheLineAwayBeforeTheFirstScript() {
        RunPrinter printer = printer(true, false);

        backingUp(printer);
        printer.onStarted(Bridge.values().step(script, Plan.Execution.ATOMIC, "ab12"));

        assertThat(printed())
                .startsWith("\r\u001b[KBacking up    5 %  1.0 s\r\u001b[KBacking up    5 %  1.1 s")
                .endsWith("\r\u001b[KBacking up   60 %  12.0 s\r\u001b[K");
    }

    @Test
    void writesOfALongBackupEveryTenSecondsWithoutATerminal() {
        backingUp(printer(false, true));

        assertThat(printed()).isEqualTo("Backing up    5 %  1.0 s\nBacking up   55 %  11.0 s\n");
    }

    @Test
    void saysNothingOfABackupWhereNoOneAskedForIt() {
        backingUp(printer(false, false));

        assertThat(printed()).isEmpty();
    }

    @Test
    void writesALineEveryTenSecondsWithoutATerminal() {
        RunPrinter printer = running(false, true);

        for (int second = 1; second <= 25; second++) {
            tick(printer, second * 1000L, second);
        }

        assertThat(printed().lines())
                .containsExactly(
                        "  0005-big.sql    0 %  1,234 statements  1.0 s",
                        "  0005-big.sql    5 %  1,234 statements  11.0 s",
                        "  0005-big.sql   10 %  1,234 statements  21.0 s");
    }

    @Test
    void aQuietRunWithoutATerminalHasNoProgress() {
        tick(running(false, false), 5000, 50);

        assertThat(printed()).isEmpty();
    }

    @Test
    void leavesThePercentOutWhereTheSizeIsNotKnown() {
        RunPrinter printer = running(false, true);

        printer.onProgress(Bridge.values().progress(script, 0, -1, 0, Duration.ofSeconds(3)));
        printer.tick(Duration.ofSeconds(3));

        assertThat(printed()).isEqualTo("  0005-big.sql  3.0 s\n");
    }

    @Test
    void tellsHowLongAProcessRunsThoughTheEngineHasNothingToTell() {
        running(false, true).tick(Duration.ofSeconds(2));

        assertThat(printed()).isEqualTo("  0005-big.sql  2.0 s\n");
    }

    @Test
    void saysNothingMoreOfAScriptThatEnded() {
        RunPrinter printer = running(true, true);

        tick(printer, 2000, 50);
        printer.onFinished(Bridge.values()
                .report(Version.ZERO, Version.ZERO, List.of(), Optional.empty(), Duration.ZERO, List.of()));
        printer.tick(Duration.ofSeconds(3));

        assertThat(printed()).endsWith("2.0 s\r\u001b[K");
    }

    @Test
    void tellsThatItWaitsAndForWhom() {
        RunPrinter printer = printer(false, true);

        for (int second = 0; second <= 10; second++) {
            printer.onWaiting(Duration.ofSeconds(second), Optional.of("process 12 on host"));
        }

        assertThat(printed().lines())
                .containsExactly("Waiting for process 12 on host (0 ms)", "Waiting for process 12 on host (10.0 s)");
    }

    @Test
    void tellsThatItWaitsForTheDatabaseItself() {
        printer(false, true).onWaiting(Duration.ofSeconds(3), Optional.empty());

        assertThat(printed()).isEqualToIgnoringNewLines("Waiting for the database (3.0 s)");
    }

    @Test
    void aLineAboveTheProgressClearsItFirst() {
        RunPrinter printer = running(true, true);

        tick(printer, 2000, 50);
        printer.live.print(printer.terminal.err(), "above");

        assertThat(printed()).endsWith("2.0 s\r\u001b[Kabove\n");
    }
}
