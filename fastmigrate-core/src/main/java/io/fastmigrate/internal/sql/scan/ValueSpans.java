package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.internal.sql.token.TextPosition;
import io.fastmigrate.internal.sql.token.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where values stand in a text, so that every place is told as it is in the script as written. Holds those of the statement
 * at hand and of what was read behind it.
 */
final class ValueSpans {

    /**
     * One value.
     *
     * @param from its first byte, counted from the beginning of the text
     * @param length in bytes
     * @param written what stands in the script in its place
     */
    private record Span(long from, int length, String written) {
        long to() {
            return from + length;
        }
    }

    private final Deque<Span> ahead = new ArrayDeque<>();
    private final List<Span> behind = new ArrayList<>();

    void add(long from, int length, String written) {
        ahead.add(new Span(from, length, written));
    }

    /** Forgets the values that end before a byte of the text, where a statement begins. */
    void begin(long at) {
        behind.removeIf(span -> span.to() <= at);
    }

    /**
     * Walks on. Within a value, the place is that of its name.
     *
     * @param base where in the text the buffer begins
     */
    void walk(TextPosition walker, byte[] buffer, int from, int to, long base) {
        int at = from;
        while (at < to) {
            Span next = ahead.peek();
            if (next == null || next.from() >= base + to) {
                walker.advance(buffer, at, to);
                return;
            }
            int begin = Math.toIntExact(next.from() - base);
            if (begin > at) {
                walker.advance(buffer, at, begin);
            }
            if (next.to() > base + to) {
                return;
            }
            at = Math.toIntExact(next.to() - base);
            walker.skip(next.written().codePointCount(0, next.written().length()));
            behind.add(ahead.remove());
        }
    }

    /** Passes over bytes whose place was told in another way. */
    void pass(long to) {
        while (!ahead.isEmpty() && ahead.peek().to() <= to) {
            behind.add(ahead.remove());
        }
    }

    /** Returns what a part of the buffer is in the script as written; null if no value stands there. */
    @Nullable
    Written written(byte[] buffer, int from, int to, long base) {
        List<Span> all = new ArrayList<>(behind);
        all.addAll(ahead);
        Written.Builder written = new Written.Builder();
        int at = from;
        for (Span span : all) {
            int begin = Math.toIntExact(Math.max(span.from() - base, from));
            int end = Math.toIntExact(Math.min(span.to() - base, to));
            if (span.from() - base < to && end >= begin && end >= at && begin >= at) {
                written.same(string(buffer, at, begin)).value(string(buffer, begin, end), span.written());
                at = end;
            }
        }
        return written.isEmpty() ? null : written.same(string(buffer, at, to)).build();
    }

    private static String string(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
}
