package io.fastmigrate.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryScriptsTest {

    @TempDir
    Path directory;

    private ScriptSource.Listing list() {
        return ScriptLocation.source(directory.toString(), getClass().getClassLoader())
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
        assertThatThrownBy(() -> ScriptLocation.source("a\0b", getClass().getClassLoader()))
                .isInstanceOf(MigrationsNotFoundException.class);
    }

    /** Dates everything back, so that each later write shows. */
    private void settle() throws IOException {
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setLastModifiedTime(file, yesterday);
                }
            }
        }
        Files.setLastModifiedTime(directory, yesterday);
    }

    private ScriptSource source() {
        return ScriptLocation.source(directory.toString(), getClass().getClassLoader());
    }

    @Test
    void readsNothingAgainWhereNothingWasWritten() throws Exception {
        Files.writeString(directory.resolve("0001-a.sql"), "SELECT 1");
        settle();
        ScriptSource source = source();
        ScriptSource.Listing first = source.list();
        assertThat(source.list()).isSameAs(first);
        assertThat(source.listUnstamped()).isSameAs(first);
    }

    @Test
    void seesAtEachLookWhatWasAddedRenamedAndRemoved() throws Exception {
        Files.writeString(directory.resolve("0001-a.sql"), "SELECT 1");
        Files.writeString(directory.resolve("0002-b.sql"), "SELECT 2");
        ScriptSource source = source();
        for (Supplier<ScriptSource.Listing> look : looks(source)) {
            settle();
            assertThat(look.get().scripts()).hasSize(2);
            Files.move(directory.resolve("0002-b.sql"), directory.resolve("0002-c.sql"));
            settle();
            assertThat(look.get().scripts())
                    .extracting(Script::fileName)
                    .containsExactlyInAnyOrder("0001-a.sql", "0002-c.sql");
            Files.writeString(directory.resolve("0003-d.sql"), "SELECT 3");
            Files.writeString(directory.resolve("4-e.sql"), "SELECT 4");
            settle();
            assertThat(look.get().scripts()).hasSize(3);
            assertThat(look.get().misnamed()).hasSize(1);
            Files.delete(directory.resolve("0003-d.sql"));
            Files.delete(directory.resolve("4-e.sql"));
            Files.move(directory.resolve("0002-c.sql"), directory.resolve("0002-b.sql"));
        }
    }

    private static List<Supplier<ScriptSource.Listing>> looks(ScriptSource source) {
        return List.of(source::list, source::listUnstamped);
    }

    @Test
    void stampsAFileAgainThatWasWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("0001-a.sql"), "SELECT 1");
        settle();
        ScriptSource source = source();
        Script before = source.list().scripts().get(0);
        Files.writeString(file, "SELECT 22");
        Script after = source.list().scripts().get(0);
        assertThat(Bridge.values().stamp(after)).isNotEqualTo(Bridge.values().stamp(before));
        assertThat(Bridge.values().stamp(after))
                .get()
                .extracting(ScriptStamp::bytes)
                .isEqualTo(9L);
    }

    @Test
    void seesThatAFolderTookAScriptsName() throws Exception {
        Path file = Files.writeString(directory.resolve("0001-a.sql"), "SELECT 1");
        ScriptSource source = source();
        for (Supplier<ScriptSource.Listing> look : looks(source)) {
            settle();
            assertThat(look.get().scripts()).hasSize(1);
            Files.delete(file);
            Files.createDirectory(file);
            assertThat(look.get().scripts()).isEmpty();
            Files.delete(file);
            Files.writeString(file, "SELECT 1");
            assertThat(look.get().scripts()).hasSize(1);
        }
    }

    @Test
    void seesThatWhatALinkLedToIsGone() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real.txt"), "SELECT 1");
        Files.createSymbolicLink(directory.resolve("0001-link.sql"), target);
        settle();
        ScriptSource source = source();
        assertThat(source.listUnstamped().scripts()).hasSize(1);
        Files.delete(target);
        assertThatThrownBy(source::listUnstamped).isInstanceOf(InvalidScriptException.class);
        assertThatThrownBy(source::list).isInstanceOf(InvalidScriptException.class);
    }

    @Test
    void findsAFileWhoseNameHoldsAQuestionMark() throws Exception {
        Files.writeString(directory.resolve("0001-why?.sql"), "SELECT 1");
        assertThat(list().scripts()).extracting(Script::fileName).containsExactly("0001-why?.sql");
    }

    @Test
    void saysOfADirectoryThatWentAwayThatItIsNotThere() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        ScriptSource source = ScriptLocation.source(gone.toString(), getClass().getClassLoader());
        assertThat(source.list().scripts()).isEmpty();
        Files.delete(gone);
        assertThatThrownBy(source::list)
                .isInstanceOf(MigrationsNotFoundException.class)
                .hasMessageContaining("does not exist");
        Files.writeString(gone, "a file");
        assertThatThrownBy(source::listUnstamped)
                .isInstanceOf(MigrationsNotFoundException.class)
                .hasMessageContaining("is not a directory");
    }
}
