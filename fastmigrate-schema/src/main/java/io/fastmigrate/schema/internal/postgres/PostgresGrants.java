package io.fastmigrate.schema.internal.postgres;

import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may do what. */
record PostgresGrants(Draft draft) {

    private static final Pattern OBJECT = Pattern.compile("(?s)privileges on (\\S+) (.+)");
    private static final Pattern COLUMN = Pattern.compile("(?s)(.+)\\.(\"(?:[^\"]|\"\")+\"|[^.\"]+)");
    private static final Pattern LINE = Pattern.compile("(granted to|revoked from) (.+?): (.*)");
    private static final String OPTION = " WITH GRANT OPTION";

    /**
     * Something that somebody may do.
     *
     * @param privilege perhaps with the right to grant it
     */
    private record Right(String who, String privilege) implements Comparable<Right> {

        @Override
        public int compareTo(Right other) {
            return (who + ":" + privilege).compareTo(other.who + ":" + other.privilege);
        }
    }

    /** @param kind {@code granted to} or {@code revoked from} */
    private static Set<Right> rights(@Nullable String definition, String kind) {
        Set<Right> rights = new TreeSet<>();
        for (String line : Optional.ofNullable(definition).orElse("").split("\n", -1)) {
            Matcher found = LINE.matcher(line);
            if (found.matches() && found.group(1).equals(kind)) {
                for (String privilege : found.group(3).split(", ", -1)) {
                    rights.add(new Right(found.group(2), privilege));
                }
            }
        }
        return rights;
    }

    void privileges(String object, @Nullable String from, @Nullable String to) {
        Matcher of = OBJECT.matcher(object);
        if (!of.matches()
                || String.valueOf(from).contains("the owner")
                || String.valueOf(to).contains("the owner")) {
            draft.cannot(object);
            return;
        }
        String kind = of.group(1);
        String name = of.group(2);
        String column = "";
        if (kind.equals("column")) {
            Matcher parts = COLUMN.matcher(name);
            if (!parts.matches() || draft.isGone("column " + name)) {
                return;
            }
            column = " (" + parts.group(2) + ")";
            name = parts.group(1);
        }
        if (isGone(kind, name)) {
            return;
        }
        String on = column + " ON "
                + switch (kind) {
                    case "function" -> "ROUTINE ";
                    case "sequence" -> "SEQUENCE ";
                    case "type" -> "TYPE ";
                    case "schema" -> "SCHEMA ";
                    default -> "TABLE ";
                }
                + name;
        for (Right right : missing(rights(to, "granted to"), rights(from, "granted to"))) {
            revoke(on, right);
        }
        for (Right right : missing(rights(from, "revoked from"), rights(to, "revoked from"))) {
            revoke(on, right);
        }
        for (Right right : missing(rights(from, "granted to"), rights(to, "granted to"))) {
            grant(on, right);
        }
        for (Right right : missing(rights(to, "revoked from"), rights(from, "revoked from"))) {
            grant(on, right);
        }
    }

    private boolean isGone(String kind, String name) {
        return PostgresDraft.isGone(draft, name)
                || draft.isGone(kind + " " + name)
                || draft.isGone("domain " + name)
                || draft.isGone("function " + name);
    }

    /** Returns what the second set has and the first one has not. */
    private static Set<Right> missing(Set<Right> first, Set<Right> second) {
        Set<Right> rest = new TreeSet<>(second);
        rest.removeAll(first);
        return rest;
    }

    private void revoke(String on, Right right) {
        draft.add(Phase.REVOKE, "REVOKE " + right.privilege().replace(OPTION, "") + on + " FROM " + right.who());
    }

    private void grant(String on, Right right) {
        boolean option = right.privilege().endsWith(OPTION);
        draft.add(
                Phase.GRANT,
                "GRANT " + right.privilege().replace(OPTION, "") + on + " TO " + right.who() + (option ? OPTION : ""));
    }
}
