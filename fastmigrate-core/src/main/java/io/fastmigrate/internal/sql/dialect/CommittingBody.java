package io.fastmigrate.internal.sql.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether the body of a {@code DO} block ends transactions, which PostgreSQL allows outside of one alone. */
final class CommittingBody {

    private static final Pattern COMMENT_OR_STRING =
            Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*+'", Pattern.DOTALL);
    private static final Pattern ENDS = Pattern.compile(
            "(?i)(?:^|;|\\b(?:BEGIN|THEN|ELSE|LOOP|DO))\\s*(COMMIT|ROLLBACK)(\\s+AND\\s+(NO\\s+)?CHAIN)?\\s*;");
    private static final Pattern DOLLAR_QUOTES = Pattern.compile("\\$[\\w\\x{80}-\\x{10FFFF}]*\\$");

    /** Of one text in plain quotes, before or behind the name of the language. */
    private static final Pattern QUOTED_BODY = Pattern.compile(
            "DO\\s+(?:LANGUAGE\\s+\\S+\\s*)?E?'((?:[^']|'')*+)'(?:\\s*LANGUAGE\\s+\\S+)?\\s*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private CommittingBody() {}

    static boolean is(String statement) {
        Matcher quoted = QUOTED_BODY.matcher(statement);
        return ends(quoted.matches() ? ";" + quoted.group(1).replace("''", "'") : statement);
    }

    private static boolean ends(String statement) {
        String code = COMMENT_OR_STRING
                .matcher(DOLLAR_QUOTES.matcher(statement).replaceAll(";"))
                .replaceAll(" ");
        return ENDS.matcher(code).find();
    }
}
