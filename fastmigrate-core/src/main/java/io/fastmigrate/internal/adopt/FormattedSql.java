package io.fastmigrate.internal.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A changelog of Liquibase in SQL: change sets, each under a comment that names it; or plain SQL, which is one. */
record FormattedSql(List<ChangeSet> changeSets) {

    private static final Pattern HEAD =
            Pattern.compile("^\\s*--\\s*liquibase\\s+formatted.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGE_SET = Pattern.compile(
            "^\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^\\s:]+):(\"[^\"]+\"|\\S+)(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern REMARK = Pattern.compile(
            "^\\s*--\\s*(?:rollback|precondition|property|ignoreLines|validCheckSum|comment)\\b.*",
            Pattern.CASE_INSENSITIVE);

    /**
     * One change set.
     *
     * @param attributes what stands after its name, in lower case
     */
    record ChangeSet(String author, String id, String attributes, String text) {

        /** Tells whether Liquibase may have left it out on purpose. */
        boolean isConditional() {
            return attributes.matches(".*\\b(?:dbms|context|contextfilter|labels|ignore):.*");
        }

        boolean hasOwnDelimiter() {
            return attributes.contains("enddelimiter:");
        }
    }

    static FormattedSql parse(String text) {
        List<String> lines = text.lines().toList();
        int head = 0;
        while (head < lines.size() && lines.get(head).replace("\uFEFF", "").isBlank()) {
            head++;
        }
        if (head == lines.size()
                || !HEAD.matcher(lines.get(head).replace("\uFEFF", "")).matches()) {
            return new FormattedSql(List.of(new ChangeSet("includeAll", "raw", "", text)));
        }
        List<ChangeSet> found = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (String line : lines.subList(head + 1, lines.size())) {
            Matcher start = CHANGE_SET.matcher(line);
            if (start.matches()) {
                close(found, body);
                found.add(new ChangeSet(
                        unquoted(start.group(1)),
                        unquoted(start.group(2)),
                        start.group(3).toLowerCase(Locale.ROOT),
                        ""));
            } else if (!REMARK.matcher(line).matches()) {
                body.append(line).append('\n');
            }
        }
        close(found, body);
        return new FormattedSql(List.copyOf(found));
    }

    /** Gives the last change set what was read since its head. */
    private static void close(List<ChangeSet> found, StringBuilder body) {
        if (!found.isEmpty()) {
            ChangeSet last = found.remove(found.size() - 1);
            found.add(new ChangeSet(
                    last.author(), last.id(), last.attributes(), body.toString().strip() + "\n"));
        }
        body.setLength(0);
    }

    private static String unquoted(String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    Optional<ChangeSet> find(String id, String author) {
        return changeSets.stream()
                .filter(changeSet ->
                        changeSet.id().equals(id) && changeSet.author().equals(author))
                .findFirst();
    }
}
