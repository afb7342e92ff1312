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

    private static final String FORMAT = "\\.(?:sql|xml|ya?ml|json)$";
    private static final Set<String> RAN = Set.of("EXECUTED", "RERAN");

    private final List<Row> rows;
    private final List<Map<String, @Nullable String>> lock;
    private final LiquibaseFiles files;
    private final Optional<Map<String, GeneratedChangeSet>> generated;
    private final RepeatableChoice choice;

    private record Row(String id, String author, String file, String type, Facts facts) {

        String key() {
            return file + "::" + id + "::" + author;
        }

        boolean isSql() {
            return file.endsWith(".sql");
        }
    }

    private record Facts(
            String checksum, @Nullable String at, @Nullable String by) {}

    /**
     * Reads the rows of the tables.
     *
     * @param generated what a Liquibase writes of the changelogs, by file, id and author; empty without one
     * @param choice which of those that run again when they are changed are repeatable
     */
    LiquibaseHistory(
            List<Map<String, @Nullable String>> table,
            List<Map<String, @Nullable String>> lock,
            LiquibaseFiles files,
            Optional<Map<String, GeneratedChangeSet>> generated,
            RepeatableChoice choice) {
        this.choice = choice;
        this.lock = lock;
        this.files = files;
        this.generated = generated;
        this.rows = table.stream()
                .sorted(Comparator.comparingInt(row -> Integer.parseInt(text(row, "orderexecuted"))))
                .map(row -> new Row(
                        text(row, "id"),
                        text(row, "author"),
                        GeneratedChangeSet.plain(text(row, "filename")),
                        text(row, "exectype"),
                        new Facts(text(row, "md5sum"), row.get("dateexecuted"), row.get("liquibase"))))
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
        generated.ifPresentOrElse(this::requireNothingPending, this::requireNothingPendingInSql);
    }

    private void requireNothingPending(Map<String, GeneratedChangeSet> all) {
        Map<String, Row> known = new LinkedHashMap<>();
        rows.forEach(row -> known.put(row.key(), row));
        requireNone(all.values().stream()
                .filter(changeSet -> {
                    Row row = known.get(changeSet.name());
                    return row == null
                            ? !changeSet.isConditional()
                            : changeSet.runsOnChange()
                                    && changeSet.isChangedSince(row.facts().checksum());
                })
                .map(GeneratedChangeSet::name)
                .toList());
    }

    private void requireNothingPendingInSql() {
        for (String file :
                rows.stream().filter(Row::isSql).map(Row::file).distinct().toList()) {
            Optional<String> place = files.place(file);
            if (place.isEmpty()) {
                continue;
            }
            Set<String> known = new HashSet<>();
            rows.stream()
                    .filter(row -> place.equals(files.place(row.file())))
                    .forEach(row -> known.add(row.id() + "::" + row.author()));
            requireNone(files.changelog(file).changeSets().stream()
                    .filter(changeSet -> !changeSet.isConditional())
                    .filter(changeSet -> !known.contains(changeSet.id() + "::" + changeSet.author()))
                    .map(changeSet -> file + "::" + changeSet.id() + "::" + changeSet.author())
                    .toList());
        }
    }

    private static void requireNone(List<String> pending) {
        if (!pending.isEmpty()) {
            throw OldFiles.refusal(
                    "Liquibase has not run " + String.join(", ", pending) + " on this database yet.",
                    "Run liquibase update first, and adopt again.");
        }
    }

    @Override
    public Optional<String> whyNotScripts() {
        return rows.stream()
                .filter(row -> generated.isEmpty() && RAN.contains(row.type()) && !row.isSql())
                .findFirst()
                .map(row -> "The change set " + row.key()
                        + " is not SQL, and no Liquibase is named that writes its SQL (--liquibase).");
    }

    @Override
    public List<OldScript> scripts(List<String> notes) {
        List<OldScript> scripts = new ArrayList<>();
        for (Row row : rows) {
            if (!RAN.contains(row.type())) {
                notes.add(row.key() + " was only marked as run (" + row.type() + "), and is left out.");
                continue;
            }
            Text text = text(row, notes);
            if (text.sql().isEmpty()) {
                notes.add(row.key() + " has no statement for this database, and is left out.");
                continue;
            }
            String stem = row.file().substring(row.file().lastIndexOf('/') + 1).replaceFirst(FORMAT, "");
            String by = row.facts().by();
            OldScript script = OldScript.of(stem + "-" + row.id(), row.key(), text.script())
                    .ran(row.facts().at(), null, by == null ? null : "Liquibase " + by);
            scripts.add(text.isRepeatable() ? script.repeatable() : script);
            text.tell(row, notes);
        }
        return choice.of(scripts, notes);
    }

    /**
     * What a change set becomes, and how it ran.
     *
     * @param onChange whether it runs again when it is changed
     * @param always whether it runs with each update
     */
    private record Text(String sql, boolean onChange, boolean always, boolean outsideTransaction, boolean conditional) {

        boolean isRepeatable() {
            return onChange && !always && !outsideTransaction;
        }

        byte[] script() {
            String start = outsideTransaction ? "-- fastmigrate: no-transaction\n" : "";
            return (start + sql).getBytes(StandardCharsets.UTF_8);
        }

        void tell(Row row, List<String> notes) {
            if (always) {
                notes.add(row.key() + " ran with each update (runAlways): the script runs once.");
            } else if (onChange && outsideTransaction) {
                notes.add(RepeatableChoice.noLonger(row.key(), "it runs outside a transaction"));
            }
            if (conditional) {
                notes.add(row.key() + " has preconditions, which are not carried over: the script always runs.");
            }
        }
    }

    private Text text(Row row, List<String> notes) {
        Optional<ChangeSet> sql =
                row.isSql() && (generated.isEmpty() || files.place(row.file()).isPresent())
                        ? files.changelog(row.file()).find(row.id(), row.author())
                        : Optional.empty();
        if (sql.isPresent() && (generated.isEmpty() || !files.lacksValues(row.file(), sql.get()))) {
            ChangeSet changeSet = sql.get();
            return new Text(
                    files.script(row.file(), changeSet, row.key()),
                    changeSet.runsOnChange(),
                    changeSet.runsAlways(),
                    changeSet.runsOutsideTransaction(),
                    changeSet.hasPreconditions());
        }
        GeneratedChangeSet changeSet = generated
                .map(all -> all.get(row.key()))
                .orElseThrow(() -> OldFiles.refusal(
                        "The change set " + row.key() + " was applied, but is no longer in its "
                                + (generated.isEmpty() ? "file." : "changelog."),
                        "Restore it" + (generated.isEmpty() ? "" : ", or name each root changelog (--changelog)")
                                + ", or write the whole schema as one script (--squash)."));
        if (changeSet.isChangedSince(row.facts().checksum())) {
            notes.add(
                    row.key() + " was changed after Liquibase ran it. The new script has the current text. It makes the"
                            + " same schema; whether it writes the same rows is not verified.");
        }
        return new Text(
                changeSet.text(),
                changeSet.runsOnChange(),
                changeSet.runsAlways(),
                changeSet.runsOutsideTransaction(),
                changeSet.hasPreconditions());
    }
}
