package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A developer's branch for a PostgreSQL database that has the scripts of the main branch, fixed by the command line. */
class LintFixTest {

    private static final Pattern FINDING = Pattern.compile("([0-9]{4}-\\S+?):\\d+:\\d+: (?:error|warning) (\\w+): .*");

    @TempDir
    private Path directory;

    private Workshop db;

    @BeforeEach
    void branch() throws Exception {
        db = new Workshop(Servers.postgres(), directory)
                .script("0001-author.sql", "CREATE TABLE author (id bigint PRIMARY KEY, name text);\n")
                .script("0002-book.sql", "CREATE TABLE book (id bigint PRIMARY KEY, author_id bigint);\n");
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "Authors and books");
        db.migrate();
        db.execute("INSERT INTO author VALUES (1, 'Ada')");
        db.execute("INSERT INTO book VALUES (1, 1)");
        git("checkout", "-q", "-b", "titles");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(out).isZero();
    }

    private CommandLine.Result run(String command, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                command, "--db", db.url(), "--migrations", db.directory().toString()));
        words.addAll(List.of(options));
        return CommandLine.run(Map.of(), words.toArray(String[]::new));
    }

    private static List<String> found(CommandLine.Result lint) {
        return FINDING.matcher(lint.output())
                .results()
                .map(each -> each.group(1) + " " + each.group(2))
                .toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(db.directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(db.directory().resolve(name));
    }

    /** What a developer has written on a branch, of which the first script is merged already and the second has a taken number. */
    private void writeBranch() throws IOException {
        db.script("0001-author.sql", """
                CREATE TABLE author (id bigint PRIMARY KEY, name text);
                CREATE TABLE country (code text PRIMARY KEY);
                """)
                .script("0002-title.sql", """
                -- titles are searched for
                ALTER TABLE book ADD COLUMN title text;
                CREATE INDEX book_title ON book (title);
                """)
                .script("0003-keys.sql", """
                ALTER TABLE book ADD FOREIGN KEY (author_id) REFERENCES author (id);
                """)
                .script("0004-names.sql", """
                ALTER TABLE author ADD CHECK (name <> '');
                """);
    }

    @Test
    void makesABranchClean() throws Exception {
        writeBranch();
        CommandLine.Result before = run("lint", "--against", "main");
        assertThat(found(before))
                .contains(
                        "0001-author.sql X1",
                        "0002-title.sql X1",
                        "0002-title.sql P4",
                        "0003-keys.sql P8",
                        "0004-names.sql P9");

        CommandLine.Result fixed = run("lint", "--against", "main", "--fix");
        assertThat(found(fixed)).as(fixed.output()).isEmpty();
        assertThat(fixed.exitCode()).isZero();
        assertThat(files())
                .as(fixed.output())
                .containsExactly(
                        "0001-author.sql",
                        "0002-book.sql",
                        "0003-author-more.sql",
                        "0004-title.sql",
                        "0005-title-concurrently.sql",
                        "0006-keys.sql",
                        "0007-keys-validate.sql",
                        "0008-names.sql",
                        "0009-names-validate.sql");
        assertThat(text("0004-title.sql"))
                .isEqualTo("-- titles are searched for\nALTER TABLE book ADD COLUMN title text;\n");
        assertThat(text("0005-title-concurrently.sql"))
                .isEqualTo("CREATE INDEX CONCURRENTLY book_title ON book (title);\n");
        assertThat(text("0006-keys.sql"))
                .isEqualTo("ALTER TABLE book ADD CONSTRAINT book_author_id_fkey FOREIGN KEY (author_id)"
                        + " REFERENCES author (id) NOT VALID;\n");
        assertThat(text("0009-names-validate.sql"))
                .isEqualTo("ALTER TABLE author VALIDATE CONSTRAINT author_name_check;\n");

        CommandLine.Result migrated = run("migrate");
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        assertThat(db.query(
                        "SELECT conname FROM pg_constraint WHERE convalidated AND contype IN ('c', 'f') ORDER BY 1"))
                .contains("author_name_check", "book_author_id_fkey");
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'book_title'::regclass"))
                .containsExactly("t");
    }

    @Test
    void buildsTheIndexOfAConstraintBeforeIt() throws Exception {
        db.script("0003-code.sql", """
                ALTER TABLE book ADD COLUMN code text;
                ALTER TABLE book ADD UNIQUE (code, author_id) DEFERRABLE;
                COMMENT ON TABLE book IS 'books';
                """)
                .script(
                        "0004-named.sql",
                        "ALTER TABLE ONLY public.author\n  ADD CONSTRAINT \"by Name\""
                                + " UNIQUE NULLS NOT DISTINCT (name) INCLUDE (id);\n")
                .script("0005-isbn.sql", "ALTER TABLE book ADD COLUMN isbn text UNIQUE;\n");

        CommandLine.Result fixed = run("lint", "--fix", "--fail-on", "never", "3", "4");

        assertThat(found(fixed)).as(fixed.output()).isEmpty();
        assertThat(text("0003-code.sql")).isEqualTo("ALTER TABLE book ADD COLUMN code text;\n");
        assertThat(text("0004-code-concurrently.sql"))
                .isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY book_code_author_id_key ON book (code, author_id);\n");
        assertThat(text("0005-code-rest.sql"))
                .isEqualTo("ALTER TABLE book ADD CONSTRAINT book_code_author_id_key UNIQUE USING INDEX"
                        + " book_code_author_id_key DEFERRABLE;\nCOMMENT ON TABLE book IS 'books';\n");
        assertThat(text("0006-named.sql"))
                .isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY \"by Name\" ON public.author (name) INCLUDE (id)"
                        + " NULLS NOT DISTINCT;\n");
        assertThat(text("0007-named-rest.sql"))
                .isEqualTo("ALTER TABLE ONLY public.author\n  ADD CONSTRAINT \"by Name\" UNIQUE USING INDEX"
                        + " \"by Name\";\n");
        assertThat(run("lint", "--fix", "--dry-run").output())
                .contains("Not fixed: 0008-isbn.sql (P12): the constraint is part of a new column");
        assertThat(run("migrate").exitCode()).isZero();
    }

    @Test
    void leavesOutTheTransactionThatRefusesConcurrently() throws Exception {
        db.script("0003-names.sql", """
                BEGIN;
                ALTER TABLE author ADD COLUMN born date;
                CREATE INDEX CONCURRENTLY author_name ON author (name);
                COMMENT ON INDEX author_name IS 'for the search';
                COMMIT;
                """);

        CommandLine.Result fixed = run("lint", "--fix");

        assertThat(found(fixed)).as(fixed.output()).isEmpty();
        assertThat(text("0003-names.sql")).isEqualTo("ALTER TABLE author ADD COLUMN born date;\n");
        assertThat(text("0004-names-concurrently.sql"))
                .isEqualTo("CREATE INDEX CONCURRENTLY author_name ON author (name);\n");
        assertThat(text("0005-names-rest.sql")).isEqualTo("COMMENT ON INDEX author_name IS 'for the search';\n");
        assertThat(run("migrate").exitCode()).isZero();
        db.script("0006-partly.sql", """
                ALTER TABLE author ADD COLUMN died date;
                BEGIN;
                CREATE INDEX CONCURRENTLY author_died ON author (died);
                COMMIT;
                """);
        assertThat(run("lint", "--fix").output())
                .contains("Not fixed: 0006-partly.sql (P6): BEGIN (2:1) has an effect");
    }

    @Test
    void changesNothingWithoutTheSameSchema() throws Exception {
        db.script("0003-index.sql", "CREATE INDEX book_author ON book (author_id);\n")
                .script("0004-names.sql", "ALTER TABLE author ADD CHECK (name <> current_user);\n");

        CommandLine.Result fixed = run("lint", "--fix");

        assertThat(fixed.output())
                .contains("Not fixed: 0003-index.sql (P4): the fixed scripts would make another schema");
        assertThat(files()).containsExactly("0001-author.sql", "0002-book.sql", "0003-index.sql", "0004-names.sql");
        assertThat(text("0003-index.sql")).isEqualTo("CREATE INDEX book_author ON book (author_id);\n");
    }

    @Test
    void keepsStatementsTogetherThatNeedTheirScript() throws Exception {
        db.script("0003-index.sql", "SET statement_timeout = '5min';\nCREATE INDEX book_author ON book (author_id);\n");

        assertThat(run("lint", "--fix").output()).contains("Not fixed: 0003-index.sql (P4): SET (1:1) has an effect");
        assertThat(run("lint", "--fix", "--no-schema").exitCode()).isEqualTo(2);
    }
}
