package io.fastmigrate.internal.sql.token;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Walks over a script's bytes: counts lines and columns, and refuses what is not UTF-8 or holds a NUL. */
public final class TextPosition {

    /** Up to here a script is walked over byte by byte: words of eight are fast only once they are compiled. */
    private static final int BEGIN = 4096;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
    private static final long LINE_FEEDS = ONES * '\n';

    private final String location;
    private final @Nullable SqlDialect dialect;
    private long offset;
    private int line = 1;
    private int column = 1;

    /**
     * Begins at the first byte.
     *
     * @param dialect whose text it is; null for SQLite's
     */
    public TextPosition(String location, @Nullable SqlDialect dialect) {
        this.location = location;
        this.dialect = dialect;
    }

    public Script.Position position() {
        return new Script.Position(line, column);
    }

    /** Walks over the bytes from {@code from} to {@code to}, which must not cut a character in two unless the text ends there. */
    public void advance(byte[] text, int from, int to) {
        int i = from;
        while (i < to) {
            while (offset >= BEGIN && to - i >= Long.BYTES) {
                long word = (long) Words.OF.get(text, i);
                if ((word & HIGHS) != 0 || zeroes(word) != 0) {
                    break;
                }
                count(word);
                i += Long.BYTES;
                offset += Long.BYTES;
            }
            int slowly = Math.min(to, i + Long.BYTES);
            while (i < slowly) {
                if (text[i] >= ' ') {
                    offset++;
                    column++;
                    i++;
                } else {
                    i = character(text, i, to);
                }
            }
        }
    }

    /** Walks over characters of one line that stand in the script and not in the bytes. */
    public void skip(int columns) {
        column += columns;
    }

    /** Walks over bytes that need not be text. */
    public void pass(byte[] text, int from, int to) {
        offset += to - from;
        for (int i = from; i < to; i++) {
            column++;
            if (text[i] == '\n') {
                line++;
                column = 1;
            }
        }
    }

    /** Words of eight bytes. */
    private static final class Words {
        static final VarHandle OF = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    }

    /** Eight characters of ASCII. */
    private void count(long word) {
        long feeds = zeroes(word ^ LINE_FEEDS);
        if (feeds == 0) {
            column += Long.BYTES;
        } else {
            line += Long.bitCount(feeds);
            column = Long.numberOfLeadingZeros(feeds) / Byte.SIZE + 1;
        }
    }

    /** Marks the highest bit of each byte that is zero; exact for bytes below 0x80, as all are here. */
    private static long zeroes(long word) {
        return ~(word + LOWS) & HIGHS;
    }

    private int character(byte[] text, int i, int to) {
        int b = text[i] & 0xFF;
        int length = b == 0 ? 0 : b < 0x80 ? 1 : length(text, i, to);
        if (length == 0) {
            throw TextEncoding.of(text, i, to, offset == 0)
                    .map(this::savedAs)
                    .orElseGet(() -> b == 0 ? nul() : notUtf8(b));
        }
        offset += length;
        if (b == '\n') {
            line++;
            column = 1;
        } else if (offset != 3 || !isByteOrderMark(text, i, length)) {
            column++;
        }
        return i + length;
    }

    private static boolean isByteOrderMark(byte[] text, int i, int length) {
        return length == 3 && text[i] == (byte) 0xEF && text[i + 1] == (byte) 0xBB && text[i + 2] == (byte) 0xBF;
    }

    /** Returns how many bytes the character has, 0 if it is none. The table is 3-7 of the Unicode Standard. */
    private static int length(byte[] text, int i, int to) {
        int first = text[i] & 0xFF;
        int length = lengthBy(first);
        if (length == 0 || to - i < length) {
            return 0;
        }
        int second = text[i + 1] & 0xFF;
        boolean good = switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
        for (int k = 1; k < length; k++) {
            good &= (text[i + k] & 0xC0) == 0x80;
        }
        return good ? length : 0;
    }

    private static int lengthBy(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    /** Returns the highest index up to {@code to} that does not cut a character in two. */
    public static int wholeCharacters(byte[] text, int from, int to) {
        for (int back = 1; back <= 3 && to - back >= from; back++) {
            int b = text[to - back] & 0xFF;
            if (b >= 0xC0) {
                return lengthBy(b) > back ? to - back : to;
            }
            if (b < 0x80) {
                return to;
            }
        }
        return to;
    }

    private InvalidScriptException savedAs(String encoding) {
        Script.Position here = offset <= 1 ? Script.Position.START : position();
        return invalid(
                here,
                "the text is saved as " + encoding + ", not as UTF-8",
                "Save the script as UTF-8. Windows PowerShell's > and Out-File write UTF-16; \"Out-File"
                        + " -Encoding utf8\" does not.");
    }

    private InvalidScriptException notUtf8(int b) {
        return invalid(
                position(),
                String.format(
                        Locale.ROOT,
                        "the text is not UTF-8: byte 0x%02X at offset %d (counted from 0) is not part of a character",
                        b,
                        offset),
                dialect == SqlDialect.MYSQL
                        ? "Save the script as UTF-8. Dump binary columns with --hex-blob, and always with"
                                + " --default-character-set=utf8mb4."
                        : "Save the script as UTF-8.");
    }

    private InvalidScriptException nul() {
        return invalid(
                position(),
                "there is a NUL byte at offset " + offset + " (counted from 0), "
                        + (dialect == null
                                ? "where SQLite would stop reading without an error"
                                : "which is not allowed in SQL"),
                "Save the script as UTF-8 without NUL bytes; write a NUL in data "
                        + (dialect == null ? "as char(0) or x'00'." : "with a function or a literal of the database."));
    }

    public InvalidScriptException invalid(Script.Position where, String what, String advice) {
        return Bridge.errors()
                .invalidScript(List.of(location), where, location + ":" + where + ": " + what + ".", advice);
    }
}
