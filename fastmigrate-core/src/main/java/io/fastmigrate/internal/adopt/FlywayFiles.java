package io.fastmigrate.internal.adopt;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The scripts of Flyway, each with the file beside it that may hold its settings, and what its placeholders become. */
final class FlywayFiles {

    private static final String SETTINGS = ".conf";
    private static final Pattern FALSE = Pattern.compile("(?i)\\s*false\\s*");

    private final OldFiles files;
    private final Placeholders placeholders;

    FlywayFiles(OldFiles files, Placeholders placeholders) {
        this.files = files;
        this.placeholders = placeholders;
    }

    /** What a file such as {@code V1__books.sql.conf} says of its script. */
    private record ScriptSettings(Properties properties) {

        private boolean isOff(String name) {
            return FALSE.matcher(properties.getProperty(name, "true")).matches();
        }

        /** Tells whether Flyway may have left the script out on purpose. */
        boolean isConditional() {
            return properties.containsKey("shouldExecute");
        }
    }

    private ScriptSettings settings(String script) {
        Properties properties = new Properties();
        if (files.find(script + SETTINGS).isPresent()) {
            try {
                properties.load(new StringReader(new String(files.read(script + SETTINGS), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException("a text in memory", e);
            } catch (IllegalArgumentException e) {
                throw OldFiles.refusal(
                        script + SETTINGS + " cannot be read: " + e.getMessage() + ".",
                        "Correct it in a copy of the directory and specify that copy (--from).");
            }
        }
        return new ScriptSettings(properties);
    }

    List<String> all() {
        return files.all();
    }

    boolean isConditional(String script) {
        return settings(script).isConditional();
    }

    boolean runsOutsideTransaction(String script) {
        return settings(script).isOff("executeInTransaction");
    }

    /** Returns the first script whose file has such a name, in whatever folder. */
    Optional<String> named(Pattern name) {
        return files.all().stream()
                .filter(file ->
                        name.matcher(file.substring(file.lastIndexOf('/') + 1)).matches())
                .findFirst();
    }

    /**
     * Returns what the script is now: in UTF-8, with what its placeholders become, and marked where it runs in no transaction.
     *
     * @param notes are told of what its settings change
     */
    byte[] text(String script, List<String> notes) {
        ScriptSettings settings = settings(script);
        byte[] bytes = files.read(script);
        Charset charset = charset(script, settings);
        String text = new String(bytes, charset);
        String result = replaced(script, text, settings, notes);
        if (settings.isOff("executeInTransaction")) {
            notes.add(script + SETTINGS + " says executeInTransaction=false: the new script begins with"
                    + " -- fastmigrate: no-transaction.");
            result = "-- fastmigrate: no-transaction\n" + (result.startsWith("\uFEFF") ? result.substring(1) : result);
        }
        boolean asItIs = charset.equals(StandardCharsets.UTF_8) && result.equals(text);
        return asItIs ? bytes : result.getBytes(StandardCharsets.UTF_8);
    }

    private String replaced(String script, String text, ScriptSettings settings, List<String> notes) {
        if (settings.isOff("placeholderReplacement")) {
            if (!placeholders.values().isEmpty() && text.contains("${")) {
                throw OldFiles.refusal(
                        script + " has ${, which Flyway leaves as it is (placeholderReplacement=false), but which"
                                + " begins the name of a value once values are set.",
                        "Specify all placeholders with --placeholder instead of --value.");
            }
            return text;
        }
        if (placeholders.canKeepValues(text)) {
            return placeholders.written(text, script);
        }
        notes.add(script + " has rows of COPY, in which no value is replaced: the new script has the texts of its"
                + " placeholders.");
        return placeholders.filled(text, script);
    }

    private static Charset charset(String script, ScriptSettings settings) {
        String name = settings.properties().getProperty("encoding", "UTF-8").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw OldFiles.refusal(
                    script + SETTINGS + " names an encoding that Java does not have: " + name + ".",
                    "Write the script in UTF-8 in a copy of the directory and specify that copy (--from).");
        }
    }

    /**
     * Tells whether a checksum of Flyway's is that of a script as it is now; that of a repeatable one is taken of its text with
     * the values of the placeholders.
     */
    boolean isOf(String checksum, String script) {
        String text = new String(files.read(script), charset(script, settings(script)));
        if (checksum.equals(String.valueOf(crc(text)))) {
            return true;
        }
        return !placeholders.isEmpty()
                && !settings(script).isOff("placeholderReplacement")
                && checksum.equals(String.valueOf(crc(placeholders.filled(text, script))));
    }

    String checksum(String script) {
        return String.valueOf(crc(new String(files.read(script), charset(script, settings(script)))));
    }

    /** As Flyway calculates it: CRC-32 over the lines without their ends and without a byte order mark. */
    private static int crc(String content) {
        CRC32 crc = new CRC32();
        (content.startsWith("\uFEFF") ? content.substring(1) : content)
                .lines()
                .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }
}
