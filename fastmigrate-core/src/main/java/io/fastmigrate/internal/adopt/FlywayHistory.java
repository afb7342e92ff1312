package io.fastmigrate.internal.adopt;

import io.fastmigrate.error.EnrollFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The table {@code flyway_schema_history}, and the files it names. */
final class FlywayHistory implements OldTool {

    static final String TABLE = "flyway_schema_history";

    private static final Pattern VERSIONED = Pattern.compile("V([\\d._]+)__.*\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__.*\\.sql");
    private static final Pattern CALLBACK = Pattern.compile("(?:before|after|create)[A-Z]\\w*(?:__.*)?\\.sql");
    private static final Set<String> SQL = Set.of("SQL", "SQL_BASELINE");

    private final List<Row> applied;
    private final List<Row> failed;
    private final OldFiles files;

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

    FlywayHistory(List<Map<String, @Nullable String>> table, OldFiles files) {
        this.files = files;
        Map<String, Row> standing = new LinkedHashMap<>();
        this.failed = new ArrayList<>();
        table.stream().sorted(Comparator.comparingInt(row -> rank(row))).forEach(fields -> {
            Row row = row(fields);
            String key = row.isRepeatable() ? row.script() : comparable(row.version());
            if (!"1".equals(text(fields, "success")) && !"true".equalsIgnoreCase(text(fields, "success"))) {
                failed.add(row);
            } else if (row.type().startsWith("UNDO")) {
                standing.remove(key);
            } else if (!row.type().equals("SCHEMA") && !row.type().equals("DELETE")) {
                standing.put(key, row);
            }
        });
        this.applied = List.copyOf(standing.values());
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
        applied.stream().filter(row -> !SQL.contains(row.type())).findFirst().ifPresent(row -> {
            throw notSql(row);
        });
        return Optional.empty();
    }

    private static EnrollFailedException notSql(Row row) {
        return OldFiles.refusal(
                row.script() + " (version " + row.version() + ") is a migration of type " + row.type()
                        + ", which cannot be written as a script.",
                "Write the whole schema as one script (--squash).");
    }

    @Override
    public List<OldScript> scripts(List<String> notes) {
        List<Row> ordered = new ArrayList<>(
                applied.stream().filter(row -> !row.isRepeatable()).toList());
        applied.stream()
                .filter(Row::isRepeatable)
                .sorted(Comparator.comparing(Row::description))
                .forEach(ordered::add);
        List<OldScript> scripts = new ArrayList<>();
        for (Row row : ordered) {
            OldScript script = OldScript.of(row.description(), row.script(), files.read(row.script()))
                    .ran(row.facts().at(), row.facts().millis(), row.facts().by());
            OldFiles.requireNoPlaceholder(script);
            if (isEdited(row)) {
                notes.add(row.script() + " was changed after Flyway ran it: its checksum is "
                        + checksum(files.read(row.script())) + ", and Flyway recorded " + row.checksum()
                        + ". The new script has the current text. It makes the same schema; whether it"
                        + " writes the same rows is not verified.");
            }
            if (row.isRepeatable()) {
                notes.add(row.script() + " is no longer repeatable: give each change of it a new number.");
            }
            scripts.add(script);
        }
        files.all().stream()
                .filter(file -> CALLBACK.matcher(file.substring(file.lastIndexOf('/') + 1))
                        .matches())
                .forEach(file -> notes.add(file + " is a callback of Flyway, and is not carried over."));
        return scripts;
    }

    private boolean isEdited(Row row) {
        return row.checksum() != null && !row.checksum().equals(String.valueOf(checksum(files.read(row.script()))));
    }

    /** As Flyway reckons it: CRC-32 over the lines without their ends and without a byte order mark. */
    static int checksum(byte[] text) {
        CRC32 crc = new CRC32();
        String content = new String(text, StandardCharsets.UTF_8);
        (content.startsWith("\uFEFF") ? content.substring(1) : content)
                .lines()
                .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }
}
