package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.output.Style;
import io.fastmigrate.cli.output.Terminal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void aTerminalHasColoursAndALineWrittenInPlace() {
        Terminal terminal = Main.terminal(Map.of("TERM", "xterm", "NO_COLOR", ""), "out,err");

        assertThat(terminal.outStyle()).isEqualTo(Style.COLOUR);
        assertThat(terminal.errStyle()).isEqualTo(Style.COLOUR);
        assertThat(terminal.live()).isTrue();
    }

    @Test
    void eachStreamIsJudgedByItself() {
        Terminal terminal = Main.terminal(Map.of("TERM", "xterm"), ",err");

        assertThat(terminal.outStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.errStyle()).isEqualTo(Style.COLOUR);
    }

    @Test
    void pipedOutputIsPlain() {
        Terminal terminal = Main.terminal(Map.of("TERM", "xterm"), "");

        assertThat(terminal.outStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.live()).isFalse();
    }

    @Test
    void noColorAndADumbTerminalHaveNoColours() {
        assertThat(Main.terminal(Map.of("NO_COLOR", "1"), "out,err").outStyle()).isEqualTo(Style.PLAIN);
        assertThat(Main.terminal(Map.of("NO_COLOR", "1"), "out,err").live()).isTrue();
        assertThat(Main.terminal(Map.of("TERM", "dumb"), "out,err").outStyle()).isEqualTo(Style.PLAIN);
        assertThat(Main.terminal(Map.of("TERM", "dumb"), "out,err").live()).isFalse();
    }
}
