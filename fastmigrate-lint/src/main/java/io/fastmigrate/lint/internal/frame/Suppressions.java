package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.frame.ScriptReader.Comment;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of one script that allow what a rule finds. */
final class Suppressions {

    /** The rule about these comments themselves. */
    private static final String RULE = "X8";

    private static final Pattern ALLOW =
            Pattern.compile("(?is)(?:--|#)\\s*fastmigrate:\\s*(allow(?:-file)?)\\s+(\\w+(?:\\s*,\\s*\\w+)*)(.*)");
    private static final Pattern ANY = Pattern.compile("(?is)(?:--|#)\\s*fastmigrate:\\s*allow.*");
    private static final Pattern REASON = Pattern.compile("(?is)\\s+because\\s+\\S.*");

    /** @param statement the index of the statement it is about; -1 for the whole script */
    private record Suppression(String id, long statement, Comment comment) {
        boolean covers(Found found) {
            return found.id().equals(id) && (statement < 0 || found.statement() == statement);
        }
    }

    private final List<Suppression> suppressions = new ArrayList<>();
    private final List<Found> mistakes = new ArrayList<>();

    /** Takes in the comments before a statement and in it. */
    void add(List<Comment> comments, long statement) {
        for (Comment comment : comments) {
            if (ANY.matcher(comment.text()).matches()) {
                add(comment, statement);
            }
        }
    }

    private void add(Comment comment, long statement) {
        Matcher allow = ALLOW.matcher(comment.text().strip());
        if (!allow.matches()) {
            mistake(comment.position(), "The comment names no rule.");
            return;
        }
        if (!REASON.matcher(allow.group(3)).matches()) {
            mistake(
                    comment.position(),
                    "The comment allows " + allow.group(2) + " without a reason, so it has no effect.");
            return;
        }
        boolean wholeFile = allow.group(1).toLowerCase(Locale.ROOT).endsWith("file");
        for (String id : allow.group(2).toUpperCase(Locale.ROOT).split("\\s*,\\s*", -1)) {
            if (RuleSheets.find(id).isPresent()) {
                suppressions.add(new Suppression(id, wholeFile ? -1 : statement, comment));
            } else {
                mistake(comment.position(), "There is no rule " + id + ".");
            }
        }
    }

    private void mistake(Script.Position position, String message) {
        mistakes.add(
                new Found(RULE, -1, position, "", message, RuleSheets.of(RULE).safeWay()));
    }

    /**
     * Returns the findings that no comment allows, and what is wrong with the comments.
     *
     * @param undecided the rules that could not be decided: a comment that allows one of them is no mistake
     */
    List<Found> apply(List<Found> found, List<String> undecided) {
        List<Found> left = new ArrayList<>();
        List<Suppression> unused = new ArrayList<>(suppressions);
        for (Found each : found) {
            List<Suppression> covering =
                    suppressions.stream().filter(one -> one.covers(each)).toList();
            unused.removeAll(covering);
            if (covering.isEmpty()) {
                left.add(each);
            }
        }
        for (Suppression each : unused) {
            if (!undecided.contains(each.id())) {
                mistake(
                        each.comment().position(),
                        "The comment allows " + each.id() + ", which finds nothing "
                                + (each.statement() < 0 ? "in this script." : "in the statement behind it."));
            }
        }
        left.addAll(mistakes);
        return left;
    }
}
