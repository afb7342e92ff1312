package io.fastmigrate.internal.adopt;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table {@code flyway_schema_history}, and the files it names. */
final class FlywayHistory implements OldTool {

    static final String TABLE = "flyway_schema_history";

    private static final Pattern VERSIONED = Pattern.compile("V([\\d._]+)__.*\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__.*\\.sql");
    private static final Pattern CALLBACK = Pattern.compile("(?:before|after|create)[A-Z]\\w*(?:__.*)?\\.sql");
    private static final Set<String> SQL = Set.of("SQL", "SQL_BASELINE");

    /** What a database says of a boolean, or of a number that stands for one. */
    private static final Set<String> TRUE = Set.of("1", "t", "true", "TRUE");

    private final List<Row> applied;
    private final List<Row> failed;
    private final List<Row> deleted = new ArrayList<>();
    private final List<String> schemas = new ArrayList<>();
    private final FlywayFiles files;
    private final Settings settings;
    private final String place;

    private record Row(
            String version,
            String description,
            String type,
            String script,
            @Nullable String checksum,
            Facts facts) {

        boolean isRepeatable() {
            return version.isEmpty();
        }
    }

    private record Facts(
            @Nullable String at,
            @Nullable String millis,
            @Nullable String by) {}

    /**
     * Reads the rows of the table.
     *
     * @param place the schema that the scripts ran in
     */
    FlywayHistory(List<Map<String, @Nullable String>> table, FlywayFiles files, Settings settings, String place) {
        this.place = place;
        this.files = files;
        this.settings = settings;
        Map<String, Row> standing = new LinkedHashMap<>();
        this.failed = new ArrayList<>();
        table.stream().sorted(Comparator.comparingInt(row -> rank(row))).forEach(fields -> {
            Row row = row(fields);
            String key = row.isRepeatable() ? row.script() : comparable(row.version());
            if (row.type().equals("TABLE")) {
                return; // says that the table was created, on some databases
            } else if (!TRUE.contains(text(fields, "success"))) {
                failed.add(row);
            } else if (row.type().equals("SCHEMA")) {
                schemas.addAll(schemas(row.script()));
            } else if (row.type().startsWith("UNDO")) {
                standing.remove(key);
            } else if (row.type().equals("DELETE")) {
                standing.remove(key);
                deleted.add(row);
            } else {
                standing.put(key, row);
                deleted.removeIf(gone -> comparable(gone.version()).equals(key));
            }
        });
        this.applied = List.copyOf(standing.values());
    }

    /** Reads the names of schemas that Flyway made before its first script, each in the quotes of its database. */
    private static List<String> schemas(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> name.strip().replaceAll("^[\"`\\[]|[\"`\\]]$", ""))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static int rank(Map<String, @Nullable String> fields) {
        return Integer.parseInt(text(fields, "installed_rank"));
    }

    private static Row row(Map<String, @Nullable String> fields) {
        return new Row(
                text(fields, "version"),
                text(fields, "description"),
                text(fields, "type"),
                text(fields, "script"),
                fields.get("checksum"),
                new Facts(fields.get("installed_on"), fields.get("execution_time"), fields.get("installed_by")));
    }

    private static String text(Map<String, @Nullable String> fields, String column) {
        String value = fields.get(column);
        return value == null ? "" : value;
    }

    /** Flyway takes 1, 01 and 1.0 for one version, and 1_1 for 1.1. */
    private static String comparable(String version) {
        return version.replace('_', '.').replaceAll("(^|\\.)0+(?=\\d)", "$1").replaceAll("(\\.0)+$", "");
    }

    @Override
    public String name() {
        return "Flyway";
    }

    @Override
    public void requireFinished() {
        if (!failed.isEmpty()) {
            throw OldFiles.refusal(
                    "Flyway marked " + failed.get(0).script() + " as failed.",
                    "Clean up what it left, run flyway repair and then flyway migrate, and adopt again.");
        }
        if (applied.isEmpty()) {
            throw OldFiles.refusal(
                    "Flyway's history has no applied migration.", "Enroll the database instead (fastmigrate enroll).");
        }
        List<String> pending = pending();
        if (!pending.isEmpty()) {
            throw OldFiles.refusal(
                    "Flyway has not run " + String.join(", ", pending) + " on this database yet.",
                    "Run flyway migrate first, or move away what must never run, and adopt again.");
        }
    }

    private List<String> pending() {
        Set<String> versions = new HashSet<>();
        Map<String, Row> repeatables = new LinkedHashMap<>();
        boolean baseline = false;
        for (Row row : applied) {
            versions.add(comparable(row.version()));
            baseline |= row.type().contains("BASELINE");
            if (row.isRepeatable()) {
                repeatables.put(row.script(), row);
            }
        }
        List<String> pending = new ArrayList<>();
        for (String file : files.all()) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            if (files.isConditional(file)) {
                continue;
            }
            Matcher versioned = VERSIONED.matcher(name);
            if (versioned.matches()) {
                // What lies at or below a baseline never runs, and is not told from a late script without Flyway.
                if (!baseline && !versions.contains(comparable(versioned.group(1)))) {
                    pending.add(file);
                }
            } else if (REPEATABLE.matcher(name).matches()) {
                Row row = repeatables.get(file);
                if (row == null || isEdited(row)) {
                    pending.add(file);
                }
            }
        }
        return pending;
    }

    @Override
    public Optional<String> whyNotScripts() {
        Optional<String> baseline = applied.stream()
                .filter(row -> row.type().equals("BASELINE"))
                .findFirst()
                .map(row -> "Flyway began with a baseline (version " + row.version()
                        + "), whose scripts it does not know.");
        if (baseline.isPresent()) {
            return baseline;
        }
        return Optional.empty();
    }

    private static EnrollFailedException notSql(Row row, int number) {
        return OldFiles.refusal(
                row.script() + " (version " + row.version() + ") is a migration of type " + row.type()
                        + ", which cannot be written as a script.",
                "Write what it does as SQL in V" + row.version() + "__NAME.sql in a copy of the directory and specify"
                        + " that copy (--from), or give the builder a JavaMigration with the number " + number
                        + ", or write the whole schema as one script (--squash).");
    }

    @Override
    public List<OldScript> scripts(List<String> notes) {
        List<Row> ordered = new ArrayList<>(
                applied.stream().filter(row -> !row.isRepeatable()).toList());
        applied.stream()
                .filter(Row::isRepeatable)
                .sorted(Comparator.comparing(Row::description))
                .forEach(ordered::add);
        List<OldScript> scripts = new ArrayList<>(schemaScript().stream().toList());
        for (Row row : ordered) {
            scripts.add(script(row, scripts.size() + 1, notes)
                    .ran(row.facts().at(), row.facts().millis(), row.facts().by()));
        }
        deleted.forEach(row -> notes.add(row.script() + " (version " + row.version()
                + ") was marked as deleted by flyway repair, and is left out."));
        files.all().stream()
                .filter(file -> CALLBACK.matcher(file.substring(file.lastIndexOf('/') + 1))
                        .matches())
                .forEach(
                        file -> notes.add(
                                file + " is a callback of Flyway, and is not carried over:"
                                        + " what it does once belongs in a script, what it does after each run in a MigrationListener."));
        scripts.sort(Comparator.comparing(OldScript::isRepeatable));
        return scripts;
    }

    /** Schemas that Flyway made by itself, other than the one that the scripts run in, are made by a script. */
    private Optional<OldScript> schemaScript() {
        List<String> others = schemas.stream()
                .filter(name -> !name.equals(place) && !name.equalsIgnoreCase("public"))
                .distinct()
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        others.forEach(name -> text.append("CREATE SCHEMA IF NOT EXISTS \"")
                .append(name.replace("\"", "\"\""))
                .append("\";\n"));
        return Optional.of(OldScript.of(
                "schemas", "Flyway's schema creation", text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private OldScript script(Row row, int number, List<String> notes) {
        if (!SQL.contains(row.type())) {
            return instead(row, number, notes);
        }
        byte[] text = files.text(row.script(), notes);
        if (isEdited(row)) {
            notes.add(row.script() + " was changed after Flyway ran it: its checksum is "
                    + files.checksum(row.script()) + ", and Flyway recorded " + row.checksum()
                    + ". The new script has the current text. It makes the same schema; whether it"
                    + " writes the same rows is not verified.");
        }
        OldScript script = OldScript.of(row.description(), row.script(), text);
        if (!row.isRepeatable()) {
            return script;
        }
        if (number > 1 && !files.runsOutsideTransaction(row.script())) {
            return script.repeatable();
        }
        notes.add(row.script() + " is no longer repeatable: give each change of it a new number.");
        return script;
    }

    /** Takes what a person has written for a migration that is no SQL: SQL with its version, or Java with its new number. */
    private OldScript instead(Row row, int number, List<String> notes) {
        Optional<JavaMigration> java = settings.get(Setting.JAVA_MIGRATIONS).stream()
                .filter(migration -> migration.version() != null
                        && migration.version().number() == number
                        && migration.description() != null)
                .findFirst();
        if (java.isPresent()) {
            notes.add(row.script() + " (version " + row.version() + ") becomes the Java migration "
                    + java.get().getClass().getName() + ". It makes the same schema; whether it writes the same rows"
                    + " is not verified.");
            return OldScript.of(java.get(), row.script());
        }
        String version = Pattern.quote(row.version().replace('_', '.')).replace(".", "\\E[._]\\Q");
        String file = files.named(Pattern.compile("V" + version + "__.*\\.sql"))
                .filter(found -> !row.isRepeatable())
                .orElseThrow(() -> notSql(row, number));
        notes.add(row.script() + " (version " + row.version() + ") becomes the script " + file
                + ". It makes the same schema; whether it writes the same rows is not verified.");
        return OldScript.of(row.description(), row.script(), files.text(file, notes));
    }

    private boolean isEdited(Row row) {
        return row.checksum() != null && !files.isOf(row.checksum(), row.script());
    }
}
