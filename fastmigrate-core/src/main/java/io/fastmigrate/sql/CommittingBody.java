package io.fastmigrate.sql;

import java.util.regex.Pattern;

/** Finds out whether the body of a {@code DO} block ends transactions, which PostgreSQL allows outside of one alone. */
final class CommittingBody {

    private static final Pattern COMMENT_OR_STRING =
            Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);
    private static final Pattern ENDS = Pattern.compile(
            "(?i)(?:^|;|\\b(?:BEGIN|THEN|ELSE|LOOP|DO))\\s*(COMMIT|ROLLBACK)(\\s+AND\\s+(NO\\s+)?CHAIN)?\\s*;");
    private static final Pattern DOLLAR_QUOTES = Pattern.compile("\\$[\\w\\x{80}-\\x{10FFFF}]*\\$");

    private CommittingBody() {}

    static boolean is(String statement) {
        String code = COMMENT_OR_STRING
                .matcher(DOLLAR_QUOTES.matcher(statement).replaceAll(";"))
                .replaceAll(" ");
        return ENDS.matcher(code).find();
    }
}
