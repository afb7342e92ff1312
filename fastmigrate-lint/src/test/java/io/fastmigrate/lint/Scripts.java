package io.fastmigrate.lint;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A migrations directory with scripts of a test, beside a database that need not be there. */
public final class Scripts {

    private final Path directory;
    private int last;

    public Scripts(Path directory) {
        this.directory = directory;
    }

    /** Writes the next script; returns this. */
    public Scripts with(String sql) {
        return withFile("script.sql", sql);
    }

    /** Writes the next script under a name that its number precedes. */
    public Scripts withFile(String name, String text) {
        try {
            Files.createDirectories(migrations());
            Files.writeString(migrations().resolve(String.format(Locale.ROOT, "%04d-%s", ++last, name)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Path migrations() {
        return directory.resolve("migrations");
    }

    public Path database() {
        return directory.resolve("app.db");
    }

    public FastMigrateBuilder builder() {
        return FastMigrate.sqlite(database()).migrations(migrations());
    }

    public FastMigrate fastMigrate() {
        return builder().build();
    }

    public Version lastVersion() {
        return new Version(last);
    }

    /** Lints all scripts. */
    public LintReport lint() {
        return Linter.of(fastMigrate()).lint();
    }

    /** Lints the last script. */
    public LintReport lintLast() {
        return Linter.of(fastMigrate()).above(new Version(last - 1)).lint();
    }

    /** Lints the last script, for a database that programs with this version of SQLite open. */
    public LintReport lintLast(String sqliteReaders) {
        return Linter.of(fastMigrate())
                .above(new Version(last - 1))
                .sqliteReaders(sqliteReaders)
                .lint();
    }

    /** Returns the ids of what is found in the last script. */
    public List<String> idsOfLast() {
        return lintLast().findings().stream().map(each -> each.rule().id()).toList();
    }
}
