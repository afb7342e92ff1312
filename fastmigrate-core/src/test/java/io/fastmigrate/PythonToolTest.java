package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that the Python tool made, and databases that it must read. */
class PythonToolTest {

    private static final String META = "SELECT sql FROM sqlite_schema WHERE name = '_meta'";

    @TempDir
    Path directory;

    @BeforeEach
    void copyFixtures() throws Exception {
        Path fixtures = Path.of(PythonToolTest.class.getResource("/python-tool").toURI());
        try (Stream<Path> files = Files.walk(fixtures)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(fixtures.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling("."));
                Files.copy(file, copy);
            }
        }
    }

    private Sandbox at(String database) {
        return new Sandbox(directory.resolve(database), directory.resolve("migrations"));
    }

    @Test
    void itsDatabasesReportTheirVersions() throws Exception {
        assertThat(at("at-version-3.db").builder().build().version()).isEqualTo(new Version(3));
        assertThat(at("at-version-7.db").builder().build().version()).isEqualTo(new Version(7));
        assertThat(at("at-version-7.db").builder().build().migrate().applied()).isEmpty();
    }

    @Test
    void migratedByUsComesOutAsMigratedByIt() throws Exception {
        Report report = at("at-version-3.db").builder().build().migrate();
        assertThat(report.applied())
                .extracting(entry -> entry.version().number())
                .containsExactly(7);
        assertThat(report.warnings()).isEmpty();
        assertThat(Sandbox.content(directory.resolve("at-version-3.db")))
                .isEqualTo(Sandbox.content(directory.resolve("at-version-7.db")));
        assertThat(at("at-version-3.db").query("SELECT * FROM _meta"))
                .isEqualTo(at("at-version-7.db").query("SELECT * FROM _meta"));
    }

    @Test
    void migratedByUsFromTheBeginningComesOutTheSame() throws Exception {
        assumeTrue(python(), "There is no python3 here: its scripts are not run.");
        Sandbox ours = at("ours.db");
        ours.managed().migrate();
        assertThat(Sandbox.content(ours.database())).isEqualTo(Sandbox.content(directory.resolve("at-version-7.db")));
        assertThat(ours.query(META).get(0))
                .isEqualToNormalizingWhitespace(
                        at("at-version-7.db").query(META).get(0));
    }

    @Test
    void whatItAppliedWithoutHistoryIsNeitherLateNorChanged() throws Exception {
        Sandbox sandbox = at("at-version-3.db");
        sandbox.builder().build().migrate();
        sandbox.script("0005-late-or-not.sql", "SELECT 1;");
        assertThat(sandbox.builder().build().status().warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.LATE_SCRIPT);
        sandbox.script("0001-create-authors.sql", "SELECT 'edited';");
        Files.delete(sandbox.migrations().resolve("0005-late-or-not.sql"));
        assertThat(sandbox.builder().build().migrate().warnings()).isEmpty();
    }

    @Test
    void itReadsWhatWeMake() throws Exception {
        assumeTrue(python(), "There is no python3 here: nothing is read by its rules.");
        Sandbox ours = at("ours.db");
        ours.managed().migrate();
        Path script = directory.resolve("read.py");
        Files.writeString(script, """
                import sqlite3, sys
                connection = sqlite3.connect(sys.argv[1])
                print(connection.execute("SELECT version FROM _meta WHERE id = 1").fetchone()[0])
                with connection:
                    connection.execute("INSERT OR REPLACE INTO _meta (id, version) VALUES (1, 8)")
                try:
                    connection.execute("INSERT INTO _meta (id, version) VALUES (2, 0)")
                except sqlite3.IntegrityError as error:
                    print("refused")
                """);
        assertThat(run(List.of("python3", script.toString(), ours.database().toString())))
                .isEqualTo("7\nrefused\n");
        assertThat(ours.builder().build().version()).isEqualTo(new Version(8));
    }

    /** It takes each file of the directory whose name is that of a script, enters no sub-directory, and refuses a number twice. */
    @Test
    void itFindsOneScriptForTheNumberInASquashedDirectory() throws Exception {
        assumeTrue(python(), "There is no python3 here: nothing is listed by its rules.");
        Sandbox ours = at("ours.db");
        ours.managed().migrate();
        ours.script("0008-more.sql", "CREATE TABLE more (x);");
        Path list = directory.resolve("list.py");
        Files.writeString(list, """
                import pathlib, re, sys
                found = {}
                for path in pathlib.Path(sys.argv[1]).iterdir():
                    name = re.match(r"^(\\d{4})-.*\\.(py|sql|sh)$", path.name)
                    if path.is_file() and name:
                        if int(name.group(1)) in found:
                            sys.exit("twice: " + name.group(1))
                        found[int(name.group(1))] = path.name
                print(sorted(found.items()))
                """);
        List<String> listing =
                List.of("python3", list.toString(), ours.migrations().toString());
        assertThat(run(listing)).contains("(1, ", "(2, ", "(3, ", "(7, ", "(8, ");
        for (String gap : List.of("0004-d.sql", "0005-e.sql", "0006-f.sql")) {
            ours.script(gap, "SELECT 1;");
        }
        Path script = FastMigrate.sqlite(directory.resolve("none.db"))
                .migrations(ours.migrations())
                .build()
                .squashWithData(new Version(1), new Version(7));
        assertThat(run(listing)).isEqualTo("[(7, '0007-squashed.sql'), (8, '0008-more.sql')]\n");
        assertThat(ours.migrations().resolve("squashed/0001-0007/0004-d.sql")).exists();

        Path run = directory.resolve("run.py");
        Files.writeString(run, """
                import pathlib, sqlite3, sys
                connection = sqlite3.connect(sys.argv[1])
                connection.executescript(pathlib.Path(sys.argv[2]).read_text())
                connection.execute("INSERT OR REPLACE INTO _meta (id, version) VALUES (1, 7)")
                connection.commit()
                """);
        Sandbox theirs = at("theirs.db");
        theirs.builder().build().create();
        run(List.of("python3", run.toString(), theirs.database().toString(), script.toString()));
        assertThat(Sandbox.content(theirs.database())).isEqualTo(Sandbox.content(directory.resolve("at-version-7.db")));
        theirs.builder().build().migrate();
        assertThat(theirs.builder().build().verify().state()).isEqualTo(Status.State.UP_TO_DATE);
    }

    private static boolean python() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import sqlite3").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
