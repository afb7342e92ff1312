package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Set<String> OPTIONS =
            Set.of("--db", "--migrations", "--config", "--config_path", "--lock-timeout", "--late-scripts", "-v");

    @Test
    void completesAShortFormThatCanMeanOnlyOneOption() {
        assertThat(Arguments.expandPrefixes(new String[] {"--mig=x", "--d", "--mig", "--conf=y"}, OPTIONS))
                .containsExactly("--migrations=x", "--db", "--migrations", "--config_path=y");
    }

    @Test
    void leavesAnAmbiguousAnExactAndAnUnknownOneAlone() {
        String[] arguments = {"--l", "--config", "--nothing", "-v", "x", "--db"};

        assertThat(Arguments.expandPrefixes(arguments, OPTIONS)).containsExactly(arguments);
    }

    @Test
    void prefersWhatThePythonToolHas() {
        Set<String> more = Set.of("--db", "--dump-tool", "--backup", "--backup-directory", "--verbose", "--version");
        assertThat(Arguments.expandPrefixes(new String[] {"--d=x", "--ba", "--backup-", "--ver", "--b"}, more))
                .containsExactly("--db=x", "--backup", "--backup-directory", "--verbose", "--backup");
    }

    @Test
    void leavesAloneWhatComesAfterTwoHyphens() {
        assertThat(Arguments.expandPrefixes(new String[] {"--", "--mig"}, OPTIONS))
                .containsExactly("--", "--mig");
    }

    @Test
    void aPathThatLooksLikeAnOptionGetsItsDirectory() {
        assertThat(Arguments.shieldPaths(new String[] {"--db=-v.db", "--migrations=--json", "--db=a-b", "--kind=-x"}))
                .containsExactly("--db=./-v.db", "--migrations=./--json", "--db=a-b", "--kind=-x");
    }
}
