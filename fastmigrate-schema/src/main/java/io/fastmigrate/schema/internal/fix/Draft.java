package io.fastmigrate.schema.internal.fix;

import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.schema.internal.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The statements that are written so far, and the two schemas between which they lead. */
public final class Draft {

    private final SortedMap<String, String> from;
    private final SortedMap<String, String> to;
    private final List<FixStatement> statements = new ArrayList<>();
    private final List<String> unwritable = new ArrayList<>();

    public Draft(SortedMap<String, String> from, SortedMap<String, String> to) {
        this.from = from;
        this.to = to;
    }

    /** Returns what differs: what is expected is where the script begins, what is actual is where it ends. */
    public List<SchemaDifference> differences() {
        return Comparison.of(from, to);
    }

    public SortedMap<String, String> from() {
        return from;
    }

    public SortedMap<String, String> to() {
        return to;
    }

    public void add(Phase phase, String sql) {
        statements.add(new FixStatement(phase, sql, null));
    }

    /** Adds a statement that loses data; null for none. */
    public void add(Phase phase, String sql, @Nullable String loss) {
        statements.add(new FixStatement(phase, sql, loss));
    }

    /** Adds a statement that has others in it, between lines that say where it ends. */
    public void addBlock(Phase phase, String sql, @Nullable String loss) {
        statements.add(FixStatement.block(phase, sql, loss));
    }

    /** Notes an object for which no statement is known. */
    public void cannot(String object) {
        unwritable.add(object);
    }

    /** Tells whether an object is in the first schema alone. */
    public boolean isGone(String object) {
        return from.containsKey(object) && !to.containsKey(object);
    }

    public List<String> unwritable() {
        return List.copyOf(unwritable);
    }

    public List<FixStatement> statements() {
        return statements.stream()
                .sorted(Comparator.comparing(FixStatement::phase))
                .toList();
    }
}
