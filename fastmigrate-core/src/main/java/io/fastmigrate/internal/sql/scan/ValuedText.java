package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The text of a script with values in the place of <code>${name}</code>, but for comments and the rows of a COPY. What is a comment
 * is decided by the script as written. Read statement by statement, as it is asked for. A value is not looked at again.
 */
public final class ValuedText extends ReplacedText {

    private static final int FIRST_SIZE = 8 * 1024;
    /** In bytes: more than any name has. */
    private static final int LONGEST_NAME = 250;

    private final ScriptBuffer written;
    private final SqlScanner<?> scanner;
    private final Map<String, String> values;
    private final ValueSpans spans = new ValueSpans();
    private byte[] out = new byte[FIRST_SIZE];
    private int next;
    private int end;
    private long handedOut;
    private boolean ended;
    private boolean behindDollar;
    private Script.Position opened = Script.Position.START;
    private @Nullable ByteArrayOutputStream name;

    /**
     * Begins at the first byte.
     *
     * @param written the script, of which nothing was read yet
     * @param scanner reads it
     */
    public ValuedText(ScriptBuffer written, SqlScanner<?> scanner, Map<String, String> values) {
        this.written = written;
        this.scanner = scanner;
        this.values = values;
        written.copyTo(new TextSink() {
            @Override
            public void outside(byte[] text, int from, int to) {
                requireClosed();
                behindDollar = false;
                put(text, from, to);
            }

            @Override
            public void token(byte[] text, int from, int to) {
                replace(text, from, to);
            }
        });
    }

    @Override
    ValueSpans spans() {
        return spans;
    }

    @Override
    ScriptChecksum checksum() {
        return scanner.checksum();
    }

    private void replace(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            byte sign = text[i];
            if (name != null) {
                nameGoesOn(name, sign);
            } else if (sign == '{' && behindDollar) {
                end--;
                opened = written.near(i - 1);
                name = new ByteArrayOutputStream();
            } else {
                int plain = i + 1;
                while (plain < to && text[plain] != '$' && text[plain] != '{') {
                    plain++;
                }
                put(text, i, plain);
                i = plain - 1;
            }
            behindDollar = name == null && text[i] == '$';
        }
    }

    private void nameGoesOn(ByteArrayOutputStream known, byte sign) {
        if (sign == '}') {
            name = null;
            putValue(known.toString(StandardCharsets.UTF_8));
        } else if (isOfName(sign) && known.size() < LONGEST_NAME) {
            known.write(sign);
        } else {
            requireClosed();
        }
    }

    private static boolean isOfName(byte sign) {
        return sign < 0 || sign == '.' || sign == '_' || sign == '-' || Character.isLetterOrDigit(sign);
    }

    private void putValue(String known) {
        String value = values.get(known);
        if (value == null) {
            throw refusal(
                    "there is no value with the name ${" + known + "}",
                    "Set a value with this name, or correct it; the names that are set: "
                            + String.join(", ", new TreeSet<>(values.keySet())) + ".");
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        spans.add(handedOut + end, bytes.length, "${" + known + "}");
        put(bytes, 0, bytes.length);
    }

    private void requireClosed() {
        if (name != null) {
            throw refusal(
                    "the ${ that is here is not followed by a name and }",
                    "Write ${name}, with letters, digits, dots, dashes and underscores in the name; for a ${ that is no"
                            + " name, set a value that has this text.");
        }
    }

    private InvalidScriptException refusal(String what, String advice) {
        return written.invalid(opened, what, advice);
    }

    private void put(byte[] text, int from, int to) {
        int length = to - from;
        if (length > out.length - end) {
            out = Arrays.copyOf(out, Math.max(end + length, 2 * out.length));
        }
        System.arraycopy(text, from, out, end, length);
        end += length;
    }

    /** Reads on until there is something to hand out; false at the end. */
    private boolean isMore() throws IOException {
        while (next == end && !ended) {
            handedOut += end;
            next = 0;
            end = 0;
            behindDollar = false;
            if (!scanner.passOverPieceOfRows() && scanner.next() == null) {
                requireClosed();
                ended = true;
            }
        }
        return next < end;
    }

    @Override
    public int read() throws IOException {
        return isMore() ? out[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isMore()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(out, next, into, offset, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
