package io.fastmigrate.internal.jdbc.connection;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sessions that a statement waited for without success.
 *
 * @param sessions the oldest transaction first
 * @param kind what is known of them
 */
public record Blockers(List<Session> sessions, Kind kind) {

    /** Nothing is known of anyone. */
    public static final Blockers NONE = new Blockers(List.of(), Kind.OPEN);

    /** What is known of sessions that a statement waited for. */
    public enum Kind {
        /** They hold locks on what the statement names. */
        CERTAIN("Blocked by ", ""),
        /** They have a transaction open. */
        OPEN("Open transactions in this database, one of which may hold the lock: ", "one of these sessions: "),
        /** They have none, but a lock without a transaction is possible. */
        IDLE(
                "Sessions without a transaction, one of which may hold the lock (LOCK TABLES, FLUSH TABLES WITH READ LOCK, a backup): ",
                "one of these sessions: "),
        /** There are others, of which the user may not know. */
        HIDDEN("This user sees only its own sessions, and is shown all with GRANT PROCESS ON *.*: ", "");

        private final String sentence;
        private final String holder;

        Kind(String sentence, String holder) {
            this.sentence = sentence;
            this.holder = holder;
        }
    }

    /** How many are named at most. */
    public static final int MOST = 3;

    private static final int LONGEST_QUERY = 100;
    private static final int LONGEST_KEPT = 4_000;

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|`(?:[^`]|``)+`|[\\p{L}_][\\p{L}\\p{N}_$]*)";

    private static final String QUALIFIED = NAME + "(?:\\s*\\.\\s*" + NAME + ")*";

    /** Words that the name of a table or an index follows, or another word of these. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:TABLE|VIEW|INDEX|ON|ONLY|EXISTS|CONCURRENTLY|FROM|JOIN|INTO|UPDATE|COPY|USING|REFERENCES|PARTITION|INHERIT"
                    + "|TRUNCATE|LOCK|ANALYZE|CLUSTER|VACUUM)\\s+(" + QUALIFIED + "(?:\\s*,\\s*" + QUALIFIED + ")*)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LAST = Pattern.compile("(" + NAME + ")\\s*(?:,|$)");

    /**
     * A session.
     *
     * @param who for people
     * @param query what it runs, or ran last; empty where that is not known
     */
    public record Session(String who, String query) {

        @Override
        public String toString() {
            return query.isBlank() ? who : who + ": " + line(query);
        }

        private static String line(String query) {
            String line = query.strip().replaceAll("\\s+", " ").replaceFirst("[; ]+$", "");
            return line.length() <= LONGEST_QUERY ? line : line.substring(0, LONGEST_QUERY - 3) + "...";
        }
    }

    /** Takes sessions over. */
    public Blockers {
        sessions = List.copyOf(sessions);
    }

    /** Returns as much of a statement as has the names that are asked for. */
    static String beginning(String statement) {
        return statement.length() <= LONGEST_KEPT ? statement : statement.substring(0, LONGEST_KEPT);
    }

    /** Returns the names of tables and indexes in a statement, in lower case and without their schemas; some are other words. */
    public static Set<String> names(String statement) {
        Set<String> names = new HashSet<>();
        Matcher named = NAMED.matcher(statement);
        for (int from = 0; named.find(from); from = named.start(1)) {
            Matcher last = LAST.matcher(named.group(1));
            while (last.find()) {
                names.add(plain(last.group(1)).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static String plain(String name) {
        return switch (name.charAt(0)) {
            case '"' -> name.substring(1, name.length() - 1).replace("\"\"", "\"");
            case '`' -> name.substring(1, name.length() - 1).replace("``", "`");
            default -> name;
        };
    }

    /** Returns the same without what {@code cleaning} removes from the queries. */
    public Blockers cleaned(UnaryOperator<String> cleaning) {
        return new Blockers(
                sessions.stream()
                        .map(session -> new Session(session.who(), cleaning.apply(session.query())))
                        .toList(),
                kind);
    }

    private String all() {
        return sessions.stream().map(Session::toString).collect(Collectors.joining("; "));
    }

    /** Returns the sentence for an error. */
    public String sentence() {
        return kind.sentence + all();
    }

    /** Returns whom the run waits for, for a listener. */
    public String holder() {
        return kind.holder + all();
    }
}
