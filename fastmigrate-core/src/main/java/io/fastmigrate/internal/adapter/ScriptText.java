package io.fastmigrate.internal.adapter;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.scan.ValuedText;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The whole text of a {@code .sql} script, as an adapter gets it: without a byte order mark, and with every line end made
 * {@code \n}, which is how Python reads a text.
 */
record ScriptText(String sql, ScriptChecksum checksum) {

    /** What databases read in different ways: quotes with dollars, backslashes, comments that are none. */
    private static final Pattern DIALECT = Pattern.compile("[$\\\\#]|/\\*[!+]");

    private static final Pattern COMMENT = Pattern.compile("\\s*(?:--|#|//)");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Reads a script; its stream is opened once, so that checksum and text belong together. */
    static ScriptText of(Script script) throws IOException {
        byte[] bytes;
        try (InputStream in = script.open()) {
            bytes = in.readAllBytes();
        }
        String text = decode(bytes, script.location());
        return new ScriptText(withValues(bytes, text, script), checksum(bytes, text, script.location()));
    }

    /** Comments are those of SQLite, and a text that cannot be read by its rules is refused. */
    private static String withValues(byte[] bytes, String text, Script script) throws IOException {
        Map<String, String> values = Bridge.values().valuesOf(script);
        if (values.isEmpty()) {
            return text;
        }
        try (ValuedText valued = SqliteStatements.open(new ByteArrayInputStream(bytes), script.location(), values)) {
            return decode(valued.readAllBytes(), script.location());
        }
    }

    /** Reads the comments in lines that the text begins with: what else a comment is, each language says itself. */
    NoTransactionMarker marker() {
        NoTransactionMarker marker = new NoTransactionMarker();
        boolean first = true;
        boolean inBlock = false;
        for (String line : (Iterable<String>) sql.lines()::iterator) {
            byte[] text = line.strip().getBytes(StandardCharsets.UTF_8);
            boolean comment = COMMENT.matcher(line).lookingAt();
            inBlock |= first && line.strip().startsWith("/*");
            if (comment && !inBlock) {
                marker.piece(text, 0, text.length, false, first);
            }
            first &= comment || text.length == 0 || inBlock;
            inBlock &= !line.strip().endsWith("*/");
        }
        return marker;
    }

    private static String decode(byte[] bytes, String location) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw Bridge.errors()
                    .invalidScript(
                            List.of(location),
                            null,
                            location + " is not UTF-8: the byte at " + in.position()
                                    + ", counted from 0, is not part of a character.",
                            "Save the script as UTF-8.");
        }
        out.flip();
        return lines(out);
    }

    private static String lines(CharBuffer text) {
        if (text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK) {
            text.get();
        }
        String all = text.toString();
        return all.indexOf('\r') < 0 ? all : all.replace("\r\n", "\n").replace('\r', '\n');
    }

    /**
     * Over the tokens, as for every {@code .sql} script, where these are the same in every database; else over all of the
     * text, so that no change is taken for one of a comment. A history that has the one or the other, from before the rules
     * for tokens were better, is right too.
     */
    private static ScriptChecksum checksum(byte[] bytes, String text, String location) throws IOException {
        ScriptChecksum whole = ScriptChecksum.ofBytes(
                ScriptBytes.checksum(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        String withMark = ScriptBytes.checksum(new ByteArrayInputStream(bytes));
        if (!DIALECT.matcher(text).find()) {
            try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(bytes), location)) {
                boolean more = true;
                while (more) {
                    more = scanner.advance();
                }
                return scanner.checksum().or(whole.text()).or(withMark);
            } catch (InvalidScriptException e) {
                // Not SQLite's language: it need not be SQL at all.
            }
        }
        return whole.or(withMark);
    }
}
