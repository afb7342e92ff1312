package io.fastmigrate.internal.adopt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code DATABASECHANGELOG}, and the changelogs it names where they are SQL. */
final class LiquibaseHistory implements OldTool {

    static final String TABLE = "DATABASECHANGELOG";
    static final String LOCK = "DATABASECHANGELOGLOCK";

    private static final Set<String> RAN = Set.of("EXECUTED", "RERAN");

    private final List<Row> rows;
    private final List<Map<String, @Nullable String>> lock;
    private final OldFiles files;
    private final Map<String, String> values;
    private final boolean delimiters;
    private final Map<String, FormattedSql> changelogs = new LinkedHashMap<>();
    private final Map<String, Optional<String>> places = new LinkedHashMap<>();

    private record Row(
            String id,
            String author,
            String file,
            String type,
            @Nullable String at,
            @Nullable String by) {

        String key() {
            return file + "::" + id + "::" + author;
        }
    }

    /**
     * Reads the rows of the tables.
     *
     * @param values of placeholders
     * @param delimiters whether a script can say what ends its statements
     */
    LiquibaseHistory(
            List<Map<String, @Nullable String>> table,
            List<Map<String, @Nullable String>> lock,
            OldFiles files,
            Map<String, String> values,
            boolean delimiters) {
        this.lock = lock;
        this.values = values;
        this.delimiters = delimiters;
        this.files = files;
        this.rows = table.stream()
                .sorted(Comparator.comparingInt(row -> Integer.parseInt(text(row, "orderexecuted"))))
                .map(row -> new Row(
                        text(row, "id"),
                        text(row, "author"),
                        text(row, "filename").replaceFirst("^classpath:/?", ""),
                        text(row, "exectype"),
                        row.get("dateexecuted"),
                        row.get("liquibase")))
                .toList();
    }

    private static String text(Map<String, @Nullable String> row, String column) {
        String value = row.get(column);
        return value == null ? "" : value;
    }

    @Override
    public String name() {
        return "Liquibase";
    }

    @Override
    public void requireFinished() {
        if (lock.stream().map(row -> text(row, "locked")).anyMatch(locked -> locked.matches("1|(?i:t|true)"))) {
            throw OldFiles.refusal(
                    "Liquibase holds its lock on this database.",
                    "Wait until it has finished; after a kill, run liquibase release-locks and then update.");
        }
        if (rows.isEmpty()) {
            throw OldFiles.refusal(
                    "Liquibase's history is empty.", "Enroll the database instead (fastmigrate enroll).");
        }
        rows.stream().filter(row -> row.type().equals("FAILED")).findFirst().ifPresent(row -> {
            throw OldFiles.refusal(
                    "Liquibase marked the change set " + row.key() + " as failed.",
                    "Clean up what it left, run liquibase update, and adopt again.");
        });
        requireNothingPending();
    }

    private void requireNothingPending() {
        for (String file : sqlFiles()) {
            Optional<String> place = place(file);
            if (place.isEmpty()) {
                continue;
            }
            Set<String> known = new HashSet<>();
            rows.stream()
                    .filter(row -> place.equals(place(row.file())))
                    .forEach(row -> known.add(row.id() + "::" + row.author()));
            List<String> pending = parsed(place.get()).changeSets().stream()
                    .filter(changeSet -> !changeSet.isConditional())
                    .filter(changeSet -> !known.contains(changeSet.id() + "::" + changeSet.author()))
                    .map(changeSet -> file + "::" + changeSet.id() + "::" + changeSet.author())
                    .toList();
            if (!pending.isEmpty()) {
                throw OldFiles.refusal(
                        "Liquibase has not run " + String.join(", ", pending) + " on this database yet.",
                        "Run liquibase update first, and adopt again.");
            }
        }
    }

    private List<String> sqlFiles() {
        return rows.stream()
                .map(Row::file)
                .filter(file -> file.endsWith(".sql"))
                .distinct()
                .toList();
    }

    private FormattedSql changelog(String file) {
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
    private Optional<String> place(String file) {
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

    @Override
    public Optional<String> whyNotScripts() {
        return rows.stream()
                .filter(row -> RAN.contains(row.type()) && !row.file().endsWith(".sql"))
                .findFirst()
                .map(row -> "The change set " + row.key() + " is not SQL.");
    }

    @Override
    public List<OldScript> scripts(List<String> notes) {
        List<OldScript> scripts = new ArrayList<>();
        for (Row row : rows) {
            if (!RAN.contains(row.type())) {
                notes.add(row.key() + " was only marked as run (" + row.type() + "), and is left out.");
                continue;
            }
            String stem = row.file().substring(row.file().lastIndexOf('/') + 1).replaceFirst("\\.sql$", "");
            scripts.add(OldScript.of(stem + "-" + row.id(), row.key(), text(row, notes))
                    .ran(row.at(), null, row.by() == null ? null : "Liquibase " + row.by()));
        }
        return scripts;
    }

    private byte[] text(Row row, List<String> notes) {
        FormattedSql changelog = changelog(row.file());
        ChangeSet changeSet = changelog
                .find(row.id(), row.author())
                .orElseThrow(() -> OldFiles.refusal(
                        "The change set " + row.key() + " was applied, but is no longer in its file.",
                        "Restore it, or write the whole schema as one script (--squash)."));
        if (changeSet.isRepeated()) {
            notes.add(row.key()
                    + " runs again when it changes, or always, no longer: give each change of it a new number.");
        }
        if (changeSet.hasPreconditions()) {
            notes.add(row.key() + " has preconditions, which are not carried over: the script always runs.");
        }
        Map<String, String> all = new LinkedHashMap<>(changelog.properties());
        all.putAll(values);
        String text = Placeholders.of(all).replaced(changeSet.script(delimiters), row.key());
        return ((changeSet.runsOutsideTransaction() ? "-- fastmigrate: no-transaction\n" : "") + text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
