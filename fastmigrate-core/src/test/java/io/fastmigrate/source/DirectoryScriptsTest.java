package io.fastmigrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.MigrationsNotFoundException;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Warning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryScriptsTest {

    @TempDir
    Path directory;

    private ScriptSource.Listing list() {
        return ScriptSource.of(directory.toString(), getClass().getClassLoader())
                .list();
    }

    @Test
    void listsScriptsAndWarnsOfMisnamedOnes() throws Exception {
        for (String name : new String[] {"0002-b.sql", "0001-a.py", "config.py", "1-x.sql", "README.md"}) {
            Files.writeString(directory.resolve(name), "-- " + name);
        }
        ScriptSource.Listing listing = list();
        assertThat(listing.scripts()).extracting(Script::fileName).containsExactlyInAnyOrder("0001-a.py", "0002-b.sql");
        assertThat(listing.misnamed()).extracting(Warning::kind).containsExactly(Warning.Kind.NAME);
        for (Script script : listing.scripts()) {
            try (var in = script.open()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("-- " + script.fileName());
            }
            assertThat(script.path()).contains(directory.resolve(script.fileName()));
        }
    }

    @Test
    void doesNotEnterSubFoldersEvenOnesNamedLikeScripts() throws Exception {
        Files.createDirectories(directory.resolve("0001-folder.sql"));
        Files.writeString(directory.resolve("0001-folder.sql/0002-x.sql"), "");
        Files.createDirectories(directory.resolve("old"));
        Files.writeString(directory.resolve("old/0003-x.sql"), "");
        assertThat(list().scripts()).isEmpty();
        assertThat(list().misnamed()).isEmpty();
    }

    @Test
    void followsLinksToScripts() throws Exception {
        Path target = Files.writeString(directory.resolve("real.txt"), "SELECT 1");
        Files.createSymbolicLink(directory.resolve("0001-link.sql"), target);
        assertThat(list().scripts()).extracting(Script::fileName).containsExactly("0001-link.sql");
    }

    @Test
    void refusesLinkThatLeadsNowhere() throws Exception {
        Files.createSymbolicLink(directory.resolve("0001-link.sql"), directory.resolve("gone"));
        assertThatThrownBy(this::list)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0001-link.sql");
    }

    @Test
    void refusesPathThatCannotBeOne() {
        assertThatThrownBy(() -> ScriptSource.of("a\0b", getClass().getClassLoader()))
                .isInstanceOf(MigrationsNotFoundException.class);
    }
}
