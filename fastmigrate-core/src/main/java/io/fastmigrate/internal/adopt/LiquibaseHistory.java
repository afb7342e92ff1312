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
    private final Placeholders placeholders;
    private final Map<String, FormattedSql> changelogs = new LinkedHashMap<>();

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

    LiquibaseHistory(
            List<Map<String, @Nullable String>> table,
            List<Map<String, @Nullable String>> lock,
            OldFiles files,
            Map<String, String> properties) {
        this.lock = lock;
        this.placeholders = Placeholders.of(properties);
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
        Set<String> known = new HashSet<>();
        rows.forEach(row -> known.add(row.key()));
        for (String file : sqlFiles()) {
            if (files.find(file).isEmpty()) {
                continue;
            }
            List<String> pending = changelog(file).changeSets().stream()
                    .filter(changeSet -> !changeSet.isConditional())
                    .map(changeSet -> file + "::" + changeSet.id() + "::" + changeSet.author())
                    .filter(key -> !known.contains(key))
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
        return changelogs.computeIfAbsent(
                file, name -> FormattedSql.parse(new String(files.read(name), StandardCharsets.UTF_8)));
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
            scripts.add(OldScript.of(stem + "-" + row.id(), row.key(), text(row))
                    .ran(row.at(), null, row.by() == null ? null : "Liquibase " + row.by()));
        }
        return scripts;
    }

    private byte[] text(Row row) {
        FormattedSql changelog = changelog(row.file());
        FormattedSql.ChangeSet changeSet = changelog
                .find(row.id(), row.author())
                .orElseThrow(() -> OldFiles.refusal(
                        "The change set " + row.key() + " was applied, but is no longer in its file.",
                        "Restore it, or write the whole schema as one script (--squash)."));
        if (changeSet.hasOwnDelimiter()) {
            throw OldFiles.refusal(
                    "The change set " + row.key() + " ends its statements by its own delimiter.",
                    "Write it with semicolons in a copy of the directory and specify that copy (--from), or"
                            + " write the whole schema as one script (--squash).");
        }
        return placeholders.replaced(changeSet.text(), row.key()).getBytes(StandardCharsets.UTF_8);
    }
}
