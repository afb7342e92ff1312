package io.fastmigrate.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Rounds of killing and running again: every point that a listener is told of, and random instants. */
final class CrashRounds {

    /** What a round kills, and where. */
    record Kill(Target target, String point, Journal journal) {}

    enum Target {
        MIGRATE,
        /** All pending scripts that can be in one transaction. */
        MIGRATE_AS_RUN,
        COMMIT,
        MIGRATE_WITH_BACKUP,
        CREATE,
        /** Likewise, beside the journal of a database that was deleted. */
        CREATE_BESIDE_LEFT_OVERS,
        BACKUP,
        /** A backup that removes the older ones. */
        PRUNE,
        /** A backup is put back by hand. */
        RESTORE,
        /** The last script fails, and all is put back. */
        RESTORE_ON_FAILURE,
        /** Likewise, while another process makes and removes backups. */
        RESTORE_BESIDE_BACKUPS,
        /** Likewise, while another process commits, which has to stay. */
        RESTORE_BESIDE_ORDERS,
        MIGRATE_BESIDE_ORDERS,
        ENROLL;

        /** Tells whether the run has one more script, which fails. */
        boolean fails() {
            return this == RESTORE_ON_FAILURE || this == RESTORE_BESIDE_BACKUPS || this == RESTORE_BESIDE_ORDERS;
        }

        boolean creates() {
            return this == CREATE || this == CREATE_BESIDE_LEFT_OVERS;
        }

        boolean hasOrders() {
            return this == RESTORE_BESIDE_ORDERS || this == MIGRATE_BESIDE_ORDERS;
        }
    }

    enum Journal {
        DELETE(false),
        WAL(false),
        /** The cache is so small that the database is written, and its journal hot, long before the commit. */
        HOT_JOURNAL(true),
        /** Likewise: the log holds much that was never committed. */
        LEFT_OVER_WAL(true);

        private final boolean tinyCache;

        Journal(boolean tinyCache) {
            this.tinyCache = tinyCache;
        }

        String mode() {
            return this == WAL || this == LEFT_OVER_WAL ? "WAL" : "DELETE";
        }

        boolean hasTinyCache() {
            return tinyCache;
        }
    }

    /** What a kill left for the next process to play back. */
    enum Recovery {
        NONE,
        HOT_JOURNAL,
        LEFT_OVER_WAL
    }

    /** What the rounds found; the words of each finding begin with its kind. */
    record Figures(int rounds, int hotJournals, int leftOverWals, List<String> findings) {

        long count(String kind) {
            return findings.stream()
                    .filter(finding -> finding.contains(kind + ":"))
                    .count();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d rounds: %d stuck, %d half, %d twice, %d lost rows of others, %d left-over files; %d hot journals"
                            + " and %d left-over logs played back",
                    rounds,
                    count("stuck"),
                    count("half"),
                    count("twice"),
                    count("lost"),
                    count("left"),
                    hotJournals,
                    leftOverWals);
        }
    }

    private static final String RANDOM = "random";
    private static final String LONG = "progress:" + CrashScripts.LONG;
    private static final String OUTPUT = "output:" + CrashScripts.PROCESS;

    /** Some instant after the script that fails has begun: when it is put back, or soon after. */
    private static final String FAILED = "after started:9";

    private static final int TOLD_EVERY = 100;
    private static final int SOON = 250;

    private final Path directory;
    private final Random random;
    private final Consumer<String> told;
    private final List<String> findings = new ArrayList<>();
    private int hotJournals;
    private int leftOverWals;

    CrashRounds(Path directory, long seed, Consumer<String> told) {
        this.directory = directory;
        this.told = told;
        this.random = new Random(seed);
    }

    /** Runs so many rounds. */
    Figures run(int rounds) throws Exception {
        List<Kill> deck = deck();
        long span = CrashRound.spanMillis(Files.createDirectory(directory.resolve("span")));
        for (int i = 0; i < rounds; i++) {
            Kill kill = deck.get(i % deck.size());
            boolean again = i / deck.size() % 2 == 1;
            if (again && (kill.target() == Target.MIGRATE || kill.target() == Target.MIGRATE_AS_RUN)) {
                kill = new Kill(kill.target(), RANDOM, kill.journal());
            }
            long delay = random.nextLong(kill.point().equals(FAILED) ? SOON : longest(kill.target(), span));
            one(i, kill, delay);
            if ((i + 1) % TOLD_EVERY == 0) {
                told.accept(figures(i + 1).toString());
            }
        }
        return figures(rounds);
    }

    private static long longest(Target target, long span) {
        return switch (target) {
            case CREATE, CREATE_BESIDE_LEFT_OVERS -> 60;
            case RESTORE, PRUNE -> SOON;
            default -> target.fails() ? span * 3 / 2 : span;
        };
    }

    private Figures figures(int rounds) {
        return new Figures(rounds, hotJournals, leftOverWals, findings);
    }

    private void one(int number, Kill kill, long delayMillis) throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve("round-" + number));
        String name = "round " + number + " " + kill + " after " + delayMillis + " ms: ";
        CrashRound round = new CrashRound(place, kill, delayMillis);
        try {
            round.run().forEach(finding -> found(name + finding));
            hotJournals += round.recovery() == Recovery.HOT_JOURNAL ? 1 : 0;
            leftOverWals += round.recovery() == Recovery.LEFT_OVER_WAL ? 1 : 0;
        } catch (Exception e) {
            found(name + "stuck: " + e);
        }
        Trees.delete(place);
    }

    private void found(String finding) {
        findings.add(finding);
        told.accept(finding);
    }

    /** Returns kills of every kind, each once. */
    static List<Kill> deck() {
        List<Kill> deck = new ArrayList<>();
        for (Journal journal : List.of(Journal.DELETE, Journal.WAL)) {
            add(deck, Target.MIGRATE, points(), journal);
            add(deck, Target.MIGRATE, List.of(RANDOM, RANDOM, RANDOM), journal);
            add(deck, Target.MIGRATE_AS_RUN, List.of("started:4", "java-end", "applied:1", "started:8"), journal);
            for (Target target : List.of(Target.MIGRATE_WITH_BACKUP, Target.BACKUP, Target.ENROLL)) {
                add(deck, target, List.of(RANDOM), journal);
            }
            add(deck, Target.PRUNE, List.of(RANDOM, RANDOM), journal);
            add(deck, Target.RESTORE, List.of(RANDOM, RANDOM), journal);
            add(deck, Target.RESTORE_ON_FAILURE, List.of(RANDOM, "started:9", FAILED, FAILED, FAILED), journal);
            add(deck, Target.RESTORE_BESIDE_BACKUPS, List.of("started:5", FAILED, FAILED), journal);
            add(deck, Target.RESTORE_BESIDE_ORDERS, List.of(RANDOM, "started:3", FAILED, FAILED), journal);
            add(deck, Target.MIGRATE_BESIDE_ORDERS, List.of(RANDOM, "started:7"), journal);
        }
        for (Journal journal : List.of(Journal.HOT_JOURNAL, Journal.LEFT_OVER_WAL)) {
            add(deck, Target.MIGRATE, List.of("started:3", LONG, "java-end", OUTPUT, RANDOM), journal);
            add(deck, Target.MIGRATE_AS_RUN, List.of("started:3", LONG, "java", OUTPUT, RANDOM), journal);
        }
        add(deck, Target.COMMIT, List.of("commit", "commit"), Journal.DELETE);
        add(deck, Target.CREATE, List.of(RANDOM, RANDOM), Journal.DELETE);
        add(deck, Target.CREATE_BESIDE_LEFT_OVERS, List.of(RANDOM, RANDOM), Journal.WAL);
        add(deck, Target.CREATE_BESIDE_LEFT_OVERS, List.of(RANDOM, RANDOM), Journal.DELETE);
        return deck;
    }

    private static void add(List<Kill> deck, Target target, List<String> points, Journal journal) {
        points.forEach(point -> deck.add(new Kill(target, point, journal)));
    }

    private static List<String> points() {
        List<String> points = new ArrayList<>();
        points.add("planned");
        for (int script = 1; script <= CrashScripts.LAST; script++) {
            points.add("started:" + script);
            points.add("applied:" + script);
        }
        points.addAll(List.of(LONG, "java", "java-end", OUTPUT));
        points.add("finished");
        return points;
    }

    /** Runs rounds by hand: how many, and a seed. Prints each finding, and lines of figures. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Path directory = Files.createTempDirectory("fastmigrate-crash");
        Figures figures;
        try {
            figures = new CrashRounds(directory, seed, System.out::println).run(rounds);
        } finally {
            Trees.delete(directory);
        }
        System.out.println(figures + " (seed " + seed + ")");
        System.exit(figures.findings().isEmpty() ? 0 : 1);
    }
}
