package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The literals of one statement of MySQL's or MariaDB's that are no text, as dumps write them for columns of bytes: with
 * {@code _binary} before them, or, where the script says by {@code SET NAMES} that its text is UTF-8, any that are not.
 * Statements are sent as text, in which such a literal is hexadecimal.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/string-literals.html">the escapes of string literals</a>
 */
final class BinaryLiterals {

    private static final Pattern NAMES =
            Pattern.compile("(?:/\\*M?!\\d*\\s*)?SET\\s+NAMES\\s+['\"]?utf8", Pattern.CASE_INSENSITIVE);

    private static final byte CONTROL_Z = 26;

    /** From the first quote to behind the last one, counted from the beginning of the statement. */
    private record Range(int from, int to) {}

    private final List<Range> ranges = new ArrayList<>();
    private boolean introduced;
    private boolean declared;

    /** Takes in a whole statement. */
    void follow(String head) {
        declared = declared || (head.contains("NAMES") && NAMES.matcher(head).lookingAt());
    }

    void begin() {
        ranges.clear();
        introduced = false;
    }

    /** Takes in the next token; tells whether it is such a literal's text. */
    boolean token(TokenType type, byte[] text, int from, int to) {
        boolean literal = (introduced || declared) && type == TokenType.STRING && !isUtf8(text, from, to);
        introduced = type == TokenType.WORD && Words.same(text, from, to, "_BINARY");
        return literal;
    }

    /** Takes in where such a literal stands, counted from the beginning of the statement. */
    void add(int from, int to) {
        ranges.add(new Range(from, to));
    }

    private static boolean isUtf8(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] <= 0) {
                return isDecodable(text, from, to);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == 0) {
                return false;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .hasRemaining();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns a statement as text. */
    String text(byte[] text, int from, int to) {
        StringBuilder sql = new StringBuilder(to - from);
        int at = from;
        for (Range range : ranges) {
            sql.append(new String(text, at, from + range.from() - at, StandardCharsets.UTF_8));
            sql.append("x'")
                    .append(HexFormat.of().formatHex(value(text, from + range.from(), from + range.to())))
                    .append('\'');
            at = from + range.to();
        }
        return sql.append(new String(text, at, to - at, StandardCharsets.UTF_8)).toString();
    }

    /** Returns the bytes that a literal stands for. */
    private static byte[] value(byte[] text, int from, int to) {
        byte quote = text[from];
        ByteArrayOutputStream value = new ByteArrayOutputStream(to - from);
        for (int i = from + 1; i < to - 1; i++) {
            if (text[i] == quote) {
                i++;
                value.write(quote);
            } else if (text[i] == '\\') {
                i++;
                escaped(text[i], value);
            } else {
                value.write(text[i]);
            }
        }
        return value.toByteArray();
    }

    private static void escaped(byte sign, ByteArrayOutputStream value) {
        switch (sign) {
            case '0' -> value.write(0);
            case 'b' -> value.write('\b');
            case 'n' -> value.write('\n');
            case 'r' -> value.write('\r');
            case 't' -> value.write('\t');
            case 'Z' -> value.write(CONTROL_Z);
            case '%', '_' -> {
                value.write('\\');
                value.write(sign);
            }
            default -> value.write(sign);
        }
    }
}
