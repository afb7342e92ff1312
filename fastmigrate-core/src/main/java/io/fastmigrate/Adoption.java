package io.fastmigrate;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database that was, or would be, taken over from another migration tool. */
public final class Adoption {

    private record AdoptionFacts(String tool, List<Adopted> scripts, Version version, List<String> notes) {}

    private final AdoptionFacts facts;

    Adoption(String tool, List<Adopted> scripts, Version version, List<String> notes) {
        this.facts = new AdoptionFacts(tool, List.copyOf(scripts), version, List.copyOf(notes));
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
                boolean wholeSchema,
                List<String> tablesWithData,
                Optional<String> table,
                Map<String, String> placeholders) {}

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
            return new Source(new SourceFacts(List.copyOf(directories), false, List.of(), Optional.empty(), Map.of()));
        }

        /** Returns a source that writes a single script of the current schema. */
        public Source withWholeSchema() {
            return new Source(new SourceFacts(directories(), true, tablesWithData(), table(), placeholders()));
        }

        /** Returns a source whose script of the whole schema also contains the rows of these tables. */
        public Source withData(List<String> tables) {
            return new Source(
                    new SourceFacts(directories(), isWholeSchema(), List.copyOf(tables), table(), placeholders()));
        }

        /**
         * Returns a source with the value of one more placeholder of the old scripts, as the other tool's settings have it.
         *
         * @param name as it stands between the braces: {@code owner} for <code>${owner}</code>; its case does not matter
         */
        public Source withPlaceholder(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(placeholders());
            all.put(name, value);
            return new Source(new SourceFacts(
                    directories(), isWholeSchema(), tablesWithData(), table(), Collections.unmodifiableMap(all)));
        }

        /**
         * Returns a source with the name of the other tool's history table, if it is not the tool's default.
         *
         * @param name also with its schema before it, on a database that has schemas: {@code history.flyway_schema_history}
         */
        public Source withTable(String name) {
            return new Source(new SourceFacts(
                    directories(), isWholeSchema(), tablesWithData(), Optional.of(name), placeholders()));
        }

        /** Returns where to search for the other tool's scripts, in order. */
        public List<Path> directories() {
            return facts.directories();
        }

        /** Returns whether a single script of the current schema is written, whichever scripts were applied. */
        public boolean isWholeSchema() {
            return facts.wholeSchema();
        }

        /** Returns the tables whose rows a script of the whole schema also contains. */
        public List<String> tablesWithData() {
            return facts.tablesWithData();
        }

        /** Returns the name of the other tool's history table, if it is not the tool's default. */
        public Optional<String> table() {
            return facts.table();
        }

        /** Returns the values of the placeholders of the old scripts. */
        public Map<String, String> placeholders() {
            return facts.placeholders();
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
