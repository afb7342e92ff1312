package io.fastmigrate.lint.internal.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tries rows until one fits: that of the first candidates, then rows that differ from it in one column, then in two. */
public final class RowSearch {

    /** For one table; more would only be needed by constraints that no literal of the table fulfils. */
    private static final int MOST_TRIES = 2_000;

    private final List<List<@Nullable Object>> candidates;
    private final Predicate<List<@Nullable Object>> insert;
    private int tries;

    /**
     * @param candidates the values of each column, the likeliest first
     * @param insert puts a row into the table; tells whether it fitted
     */
    public RowSearch(List<List<@Nullable Object>> candidates, Predicate<List<@Nullable Object>> insert) {
        this.candidates = candidates;
        this.insert = insert;
    }

    /** Tells whether a row was put in. */
    public boolean succeeds() {
        List<@Nullable Object> row = new ArrayList<>();
        candidates.forEach(each -> row.add(each.get(0)));
        return fits(row) || changed(row, 0, 1) || changed(row, 0, 2);
    }

    private boolean changed(List<@Nullable Object> row, int from, int columns) {
        for (int i = from; i < row.size(); i++) {
            Object first = row.get(i);
            for (Object value : candidates.get(i)) {
                row.set(i, value);
                if (columns == 1 ? fits(row) : changed(row, i + 1, columns - 1)) {
                    return true;
                }
            }
            row.set(i, first);
        }
        return false;
    }

    private boolean fits(List<@Nullable Object> row) {
        return tries++ < MOST_TRIES && insert.test(row);
    }
}
