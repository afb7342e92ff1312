package io.fastmigrate.internal.adopt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The changelogs of Liquibase that are SQL, and the values of placeholders. */
final class LiquibaseFiles {

    private final OldFiles files;
    private final Placeholders placeholders;
    private final boolean delimiters;
    private final Map<String, FormattedSql> changelogs = new LinkedHashMap<>();
    private final Map<String, Optional<String>> places = new LinkedHashMap<>();

    /**
     * Reads files as they are asked for.
     *
     * @param placeholders that are known beside those of the changelogs
     * @param delimiters whether a script can say what ends its statements
     */
    LiquibaseFiles(OldFiles files, Placeholders placeholders, boolean delimiters) {
        this.files = files;
        this.placeholders = placeholders;
        this.delimiters = delimiters;
    }

    /**
     * Returns the changelog of a name.
     *
     * @throws io.fastmigrate.error.EnrollFailedException if there is none
     */
    FormattedSql changelog(String file) {
        return parsed(place(file).orElse(file));
    }

    private FormattedSql parsed(String path) {
        FormattedSql known = changelogs.get(path);
        if (known == null) {
            known = FormattedSql.parse(new String(files.read(path), StandardCharsets.UTF_8));
            changelogs.put(path, known);
        }
        return known;
    }

    /** Returns where a changelog is: at its path, or where a file or a change set in it calls itself so (logicalFilePath). */
    Optional<String> place(String file) {
        return places.computeIfAbsent(file, name -> {
            if (files.find(name).isPresent()) {
                return Optional.of(name);
            }
            return files.all().stream()
                    .filter(path -> path.endsWith(".sql"))
                    .filter(path -> parsed(path).isCalled(name))
                    .findFirst();
        });
    }

    /** Tells whether a change set has a placeholder whose value only other changelogs have. */
    boolean lacksValues(String file, ChangeSet changeSet) {
        return placeholders(file).lacks(changeSet.text());
    }

    /**
     * Returns the script of a change set, with what its placeholders become.
     *
     * @param origin what messages call it
     */
    String script(String file, ChangeSet changeSet, String origin) {
        return placeholders(file).written(changeSet.script(delimiters), origin);
    }

    private Placeholders placeholders(String file) {
        return placeholders.withDefaults(changelog(file).properties());
    }
}
