package io.fastmigrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database that was, or would be, taken over from another migration tool. */
public final class Adoption {

    private record AdoptionFacts(
            String tool, List<Adopted> scripts, Version version, List<String> values, List<String> notes) {}

    private final AdoptionFacts facts;

    Adoption(String tool, List<Adopted> scripts, Version version, List<String> values, List<String> notes) {
        this.facts = new AdoptionFacts(tool, List.copyOf(scripts), version, List.copyOf(values), List.copyOf(notes));
    }

    /** Returns {@code Flyway} or {@code Liquibase}. */
    public String tool() {
        return facts.tool();
    }

    /** Returns the scripts that are written, in order. */
    public List<Adopted> scripts() {
        return facts.scripts();
    }

    /** Returns the version that the database gets: the number of the last script. */
    public Version version() {
        return facts.version();
    }

    /**
     * Returns the names of the {@linkplain FastMigrateBuilder#value values} that are in the scripts, in order: whatever runs them
     * needs these.
     */
    public List<String> values() {
        return facts.values();
    }

    /** Returns notes for the user, each one a sentence. */
    public List<String> notes() {
        return facts.notes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Adoption same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }

    /** A script that is written. */
    public static final class Adopted {

        private record AdoptedFacts(String fileName, String origin) {}

        private final AdoptedFacts facts;

        Adopted(String fileName, String origin) {
            this.facts = new AdoptedFacts(fileName, origin);
        }

        /** Returns its name without the directory. */
        public String fileName() {
            return facts.fileName();
        }

        /** Returns the other tool's name of the migration that it was made from. */
        public String origin() {
            return facts.origin();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Adopted same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }

    /** The scripts and options of an adoption. Immutable: each method returns a new source. */
    public static final class Source {

        private record SourceFacts(
                List<Path> directories,
                Whole whole,
                Optional<String> table,
                Map<String, String> placeholders,
                Liquibase liquibase) {}

        private record Whole(boolean asked, List<String> tablesWithData) {}

        private record Liquibase(Optional<Path> program, List<String> changelogs) {}

        private final SourceFacts facts;

        private Source(SourceFacts facts) {
            this.facts = facts;
        }

        /**
         * Uses the scripts of one directory. If all applied scripts are SQL, each becomes one script; otherwise one
         * script of the whole schema is written.
         */
        public static Source of(Path directory) {
            return of(List.of(directory));
        }

        /**
         * Uses the scripts of several directories.
         *
         * @param directories where to search for the other tool's scripts, in order
         */
        public static Source of(List<Path> directories) {
            return new Source(new SourceFacts(
                    List.copyOf(directories),
                    new Whole(false, List.of()),
                    Optional.empty(),
                    Map.of(),
                    new Liquibase(Optional.empty(), List.of())));
        }

        private Source with(Whole whole) {
            return new Source(new SourceFacts(directories(), whole, table(), placeholders(), facts.liquibase()));
        }

        private Source with(Liquibase liquibase) {
            return new Source(new SourceFacts(directories(), facts.whole(), table(), placeholders(), liquibase));
        }

        /** Returns a source that writes a single script of the current schema. */
        public Source withWholeSchema() {
            return with(new Whole(true, tablesWithData()));
        }

        /** Returns a source whose script of the whole schema also contains the rows of these tables. */
        public Source withData(List<String> tables) {
            return with(new Whole(isWholeSchema(), List.copyOf(tables)));
        }

        /**
         * Returns a source with the text of one more placeholder, as the other tool's settings have it; it is written into
         * the new scripts. A placeholder that is a {@linkplain FastMigrateBuilder#value value} of the builder stays in them instead.
         *
         * @param name as it stands between the braces: {@code owner} for <code>${owner}</code>; its case does not matter
         */
        public Source withPlaceholder(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(placeholders());
            all.put(name, value);
            return new Source(new SourceFacts(
                    directories(), facts.whole(), table(), Collections.unmodifiableMap(all), facts.liquibase()));
        }

        /**
         * Returns a source with the name of the other tool's history table, if it is not the tool's default.
         *
         * @param name also with its schema before it, on a database that has schemas: {@code history.flyway_schema_history}
         */
        public Source withTable(String name) {
            return new Source(new SourceFacts(
                    directories(), facts.whole(), Optional.of(name), placeholders(), facts.liquibase()));
        }

        /**
         * Returns a source that has Liquibase write the SQL of change sets in XML, YAML and JSON ({@code update-sql}), in a separate
         * process that has no connection to the database; so each becomes a script too.
         *
         * @param directoryOrJar a distribution of Liquibase 4 or 5, a directory with its jars, or its jar with what it needs beside it
         */
        public Source withLiquibase(Path directoryOrJar) {
            return with(new Liquibase(Optional.of(directoryOrJar), changelogs()));
        }

        /**
         * Returns a source with one more root changelog for {@link #withLiquibase}; without one it is Spring Boot's, {@code
         * db/changelog/db.changelog-master.yaml} or that name with the end of another format.
         *
         * @param path as Liquibase is given it, below one of the directories
         */
        public Source withChangelog(String path) {
            List<String> all = new ArrayList<>(changelogs());
            all.add(path);
            return with(new Liquibase(liquibase(), List.copyOf(all)));
        }

        /** Returns where to search for the other tool's scripts, in order. */
        public List<Path> directories() {
            return facts.directories();
        }

        /** Returns whether a single script of the current schema is written, whichever scripts were applied. */
        public boolean isWholeSchema() {
            return facts.whole().asked();
        }

        /** Returns the tables whose rows a script of the whole schema also contains. */
        public List<String> tablesWithData() {
            return facts.whole().tablesWithData();
        }

        /** Returns the name of the other tool's history table, if it is not the tool's default. */
        public Optional<String> table() {
            return facts.table();
        }

        /** Returns the texts of placeholders that are written into the new scripts. */
        public Map<String, String> placeholders() {
            return facts.placeholders();
        }

        /** Returns the Liquibase that writes the SQL of its change sets, if one is named. */
        public Optional<Path> liquibase() {
            return facts.liquibase().program();
        }

        /** Returns the root changelogs that are named. */
        public List<String> changelogs() {
            return facts.liquibase().changelogs();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Source same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }
}
