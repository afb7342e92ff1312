package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import java.util.regex.Pattern;

/** Puts comments together that the lexer hands out in pieces, and passes on those that are meant for fastmigrate. */
final class CommentReader {

    private static final Pattern MEANT = Pattern.compile("\\W*fastmigrate:");

    /** In characters: of a longer comment, the beginning counts. */
    private static final int LONGEST = 1024;

    private final CommentSink sink;
    private final StringBuilder comment = new StringBuilder();
    private boolean open;
    private Script.Position position = Script.Position.START;

    CommentReader(CommentSink sink) {
        this.sink = sink;
    }

    /** Takes in the white space, comment or piece of a comment from here up to {@code to}. */
    void piece(ScriptBuffer text, int to, boolean more) {
        byte[] bytes = text.bytes();
        int from = text.at();
        if (!open) {
            if (from == to || (bytes[from] != '-' && bytes[from] != '#' && bytes[from] != '/')) {
                return;
            }
            comment.setLength(0);
        }
        boolean begins = !open;
        open = more;
        if (comment.length() < LONGEST) {
            comment.append(text.string(from, Math.min(to, from + LONGEST)));
        }
        boolean meant = MEANT.matcher(comment).lookingAt();
        if (begins && (meant || more)) {
            position = text.positionOf(from);
        }
        if (!more && meant) {
            sink.comment(comment.toString(), position);
        }
    }
}
