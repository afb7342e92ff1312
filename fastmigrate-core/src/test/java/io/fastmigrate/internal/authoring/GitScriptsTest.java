package io.fastmigrate.internal.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On repositories that the program git makes. */
class GitScriptsTest {

    @TempDir
    Path directory;

    private Path repository;

    @SuppressWarnings("NullAway") // set before each test
    GitScriptsTest() {}

    @BeforeEach
    void makeRepository() throws Exception {
        assumeTrue(isThere(), "skipped: there is no program git");
        repository = Files.createDirectory(directory.resolve("the répo"));
        git(repository, "init", "-q", "-b", "main");
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static void git(Path in, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
    }

    private static void commit(Path in, String... files) throws Exception {
        for (String file : files) {
            Files.createDirectories(in.resolve(file).getParent());
            Files.writeString(in.resolve(file), "SELECT 1;");
        }
        git(in, "add", "-A");
        git(in, "commit", "-q", "--allow-empty", "-m", "scripts");
    }

    private static Version highest(Path migrations, String reference) {
        return new GitScripts(List.of(migrations.toString())).highest(reference);
    }

    private static void refuses(Path migrations, String reference, String... words) {
        assertThatThrownBy(() -> highest(migrations, reference))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void theNextScriptGetsANumberAboveThoseOfBothBranches() throws Exception {
        Path migrations = repository.resolve("db migrations/ü");
        commit(repository, "db migrations/ü/0001-a.sql", "README");
        git(repository, "checkout", "-q", "-b", "other");
        commit(repository, "db migrations/ü/0002-größe.py", "db migrations/ü/0003_meant.sql", "0009-elsewhere.sql");
        git(repository, "checkout", "-q", "main");
        FastMigrate fastMigrate = FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(migrations)
                .build();

        assertThat(fastMigrate.highestInGit("other").number()).isEqualTo(3);
        assertThat(fastMigrate.highestInGit("main").number()).isEqualTo(1);
        assertThat(fastMigrate.newScript("b", Script.Kind.SQL, "", fastMigrate.highestInGit("other")))
                .hasFileName("0004-b.sql");
    }

    @Test
    void aDirectoryMayBeMissingHereOrThereOrBeTheTop() throws Exception {
        commit(repository, "0005-top.sql");
        git(repository, "branch", "before");
        commit(repository, "a/b/0007-deep.sql");
        assertThat(highest(repository, "main").number()).isEqualTo(5);
        assertThat(highest(repository.resolve("a/b"), "before")).isEqualTo(Version.ZERO);
        git(repository, "checkout", "-q", "before");
        assertThat(repository.resolve("a")).doesNotExist();
        assertThat(highest(repository.resolve("a/b"), "main").number()).isEqualTo(7);
        assertThat(highest(repository.resolve("a/c"), "main")).isEqualTo(Version.ZERO);
        refuses(repository.resolve("0005-top.sql/x"), "main", "0005-top.sql is not a directory in main");
    }

    @Test
    void aLinkToTheDirectoryIsFollowedAndAWorktreeIsARepositoryToo() throws Exception {
        commit(repository, "a/0007-deep.sql");
        Path link = Files.createSymbolicLink(directory.resolve("link"), repository.resolve("a"));
        assertThat(highest(link, "main").number()).isEqualTo(7);
        git(repository, "worktree", "add", "-q", directory.resolve("tree").toString(), "-b", "side");
        assertThat(highest(directory.resolve("tree/a"), "main").number()).isEqualTo(7);
    }

    @Test
    void refusesWhatItCannotKnow() throws Exception {
        commit(repository, "a/0007-deep.sql");
        refuses(repository.resolve("a"), "mian", "has no branch or commit mian.");
        refuses(repository.resolve("a"), "main:a", "has no branch or commit main:a.");
        refuses(repository.resolve("a"), "--all", "'--all' is not the name of a branch or commit");
        refuses(repository.resolve("a"), " ", "is not the name of a branch or commit");
        refuses(directory, "main", directory.toRealPath() + " is in no Git repository that git can read:");
        assertThatThrownBy(() -> new GitScripts(List.of(repository.toString()), new Git("no-such-git")).highest("main"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("The program no-such-git cannot be started: there is no such program.");
    }

    @Test
    void saysThatACloneIsShallow() throws Exception {
        commit(repository, "a/0007-deep.sql");
        git(repository, "checkout", "-q", "-b", "feature");
        commit(repository, "a/0008-more.sql");
        git(directory, "clone", "-q", "--depth=1", "-b", "feature", "file://" + repository, "shallow");
        Path shallow = directory.resolve("shallow/a");
        refuses(shallow, "origin/main", "has no branch or commit origin/main; it is a shallow clone");
        git(shallow, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main");
        assertThat(highest(shallow, "origin/main").number()).isEqualTo(7);
    }

    @Test
    void asksTheRepositoryOfASubmoduleAndRefusesOneThatIsNotCheckedOut() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        git(inner, "init", "-q", "-b", "main");
        commit(inner, "sql/0003-a.sql");
        commit(repository, "0009-outer.sql");
        git(repository, "submodule", "--quiet", "add", inner.toString(), "db");
        commit(repository);
        assertThat(highest(repository.resolve("db/sql"), "main").number()).isEqualTo(3);
        git(directory, "clone", "-q", repository.toString(), "without");
        refuses(directory.resolve("without/db"), "main", "is in a Git submodule that is not checked out");
        refuses(directory.resolve("without/db/sql"), "main", "is in a Git submodule that is not checked out");
    }
}
