package io.fastmigrate.internal.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A changelog of Liquibase in SQL: change sets, each under a comment that names it; or plain SQL, which is one.
 *
 * @param logicalPath the name by which the history knows the file, where it is not its path
 * @param properties values of placeholders that the file itself sets, wherever it runs
 */
record FormattedSql(Optional<String> logicalPath, Map<String, String> properties, List<ChangeSet> changeSets) {

    private static final Pattern HEAD =
            Pattern.compile("^\\s*--\\s*liquibase\\s+formatted(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGE_SET = Pattern.compile(
            "^\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^\\s:]+):(\"[^\"]+\"|\\S+)(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROPERTY = Pattern.compile("^\\s*--\\s*property\\s+(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONDITION =
            Pattern.compile("^\\s*--\\s*preconditions?\\b.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern REMARK =
            Pattern.compile("^\\s*--\\s*(?:rollback|validCheckSum|comment)\\b.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern IGNORED =
            Pattern.compile("^\\s*--\\s*ignoreLines:\\s*(start|end|\\d+).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROLLBACK_BLOCK =
            Pattern.compile("^\\s*/\\*\\s*(?:liquibase\\s+)?rollback\\b.*", Pattern.CASE_INSENSITIVE);

    static FormattedSql parse(String text) {
        List<String> lines = text.lines().toList();
        int head = 0;
        while (head < lines.size() && lines.get(head).replace("\uFEFF", "").isBlank()) {
            head++;
        }
        Matcher first = HEAD.matcher(head == lines.size() ? "" : lines.get(head).replace("\uFEFF", ""));
        if (!first.matches()) {
            return new FormattedSql(
                    Optional.empty(), Map.of(), List.of(new ChangeSet("includeAll", "raw", "", false, text)));
        }
        Reader reader = new Reader();
        lines.subList(head + 1, lines.size()).forEach(reader::read);
        reader.close();
        return new FormattedSql(
                ChangeSet.attribute(first.group(1), "logicalFilePath"), reader.properties, List.copyOf(reader.found));
    }

    /** Reads one line after the other. */
    private static final class Reader {
        private final List<ChangeSet> found = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final StringBuilder body = new StringBuilder();
        private boolean conditional;
        private int ignored;
        private boolean rollback;

        void read(String line) {
            Matcher start = CHANGE_SET.matcher(line);
            Matcher skipped = IGNORED.matcher(line);
            if (skipped.matches()) {
                String what = skipped.group(1);
                ignored = what.equalsIgnoreCase("start")
                        ? Integer.MAX_VALUE
                        : what.equalsIgnoreCase("end") ? 0 : Integer.parseInt(what);
            } else if (ignored > 0) {
                ignored -= ignored == Integer.MAX_VALUE ? 0 : 1;
            } else if (rollback || ROLLBACK_BLOCK.matcher(line).matches()) {
                rollback = !line.contains("*/");
            } else if (start.matches()) {
                close();
                found.add(new ChangeSet(unquoted(start.group(1)), unquoted(start.group(2)), start.group(3), false, ""));
            } else if (!isSetting(line)) {
                body.append(line).append('\n');
            }
        }

        private boolean isSetting(String line) {
            Matcher property = PROPERTY.matcher(line);
            if (property.matches()) {
                String text = property.group(1);
                boolean everywhere = ChangeSet.attribute(text, "dbms")
                        .or(() -> ChangeSet.attribute(text, "context(?:Filter)?"))
                        .or(() -> ChangeSet.attribute(text, "labels"))
                        .isEmpty();
                if (everywhere) {
                    ChangeSet.attribute(text, "name")
                            .ifPresent(name -> properties.putIfAbsent(
                                    name, ChangeSet.attribute(text, "value").orElse("")));
                }
                return true;
            }
            conditional |= CONDITION.matcher(line).matches();
            return CONDITION.matcher(line).matches() || REMARK.matcher(line).matches();
        }

        /** Gives the last change set what was read since its head. */
        void close() {
            if (!found.isEmpty()) {
                ChangeSet last = found.remove(found.size() - 1);
                found.add(new ChangeSet(
                        last.author(),
                        last.id(),
                        last.attributes(),
                        conditional,
                        body.toString().strip() + "\n"));
            }
            conditional = false;
            body.setLength(0);
        }
    }

    private static String unquoted(String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    /** Tells whether the history may know the file, or a change set in it, by such a name. */
    boolean isCalled(String name) {
        return logicalPath.filter(name::equals).isPresent()
                || changeSets.stream()
                        .anyMatch(changeSet -> ChangeSet.attribute(changeSet.attributes(), "logicalFilePath")
                                .filter(name::equals)
                                .isPresent());
    }

    Optional<ChangeSet> find(String id, String author) {
        return changeSets.stream()
                .filter(changeSet ->
                        changeSet.id().equals(id) && changeSet.author().equals(author))
                .findFirst();
    }
}
