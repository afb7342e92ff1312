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
        COMMIT,
        MIGRATE_WITH_BACKUP,
        CREATE,
        BACKUP,
        ENROLL
    }

    enum Journal {
        DELETE,
        WAL
    }

    /** What the rounds found; the words of each finding begin with its kind. */
    record Figures(int rounds, List<String> findings) {

        long count(String kind) {
            return findings.stream()
                    .filter(finding -> finding.contains(kind + ":"))
                    .count();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d rounds: %d stuck, %d half, %d twice, %d left-over files",
                    rounds,
                    count("stuck"),
                    count("half"),
                    count("twice"),
                    count("left"));
        }
    }

    private static final String RANDOM = "random";
    private static final int TOLD_EVERY = 100;

    private final Path directory;
    private final Random random;
    private final Consumer<String> told;
    private final List<String> findings = new ArrayList<>();

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
            if (again && kill.target() == Target.MIGRATE) {
                kill = new Kill(kill.target(), RANDOM, kill.journal());
            }
            long delay = random.nextLong(kill.target() == Target.CREATE ? 60 : span);
            one(i, kill, delay);
            if ((i + 1) % TOLD_EVERY == 0) {
                told.accept(new Figures(i + 1, findings).toString());
            }
        }
        return new Figures(rounds, findings);
    }

    private void one(int number, Kill kill, long delayMillis) throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve("round-" + number));
        String name = "round " + number + " " + kill + " after " + delayMillis + " ms: ";
        CrashRound round = new CrashRound(place, kill, delayMillis);
        try {
            round.run().forEach(finding -> found(name + finding));
        } catch (Exception e) {
            found(name + "stuck: " + e);
        }
        Trees.delete(place);
    }

    private void found(String finding) {
        findings.add(finding);
        told.accept(finding);
    }

    /** Returns 60 different kills. */
    static List<Kill> deck() {
        List<Kill> deck = new ArrayList<>();
        for (Journal journal : Journal.values()) {
            for (String point : points()) {
                deck.add(new Kill(Target.MIGRATE, point, journal));
            }
            for (int i = 0; i < 3; i++) {
                deck.add(new Kill(Target.MIGRATE, RANDOM, journal));
            }
            deck.add(new Kill(Target.MIGRATE_WITH_BACKUP, RANDOM, journal));
            deck.add(new Kill(Target.BACKUP, RANDOM, journal));
            deck.add(new Kill(Target.ENROLL, RANDOM, journal));
        }
        deck.add(new Kill(Target.COMMIT, "commit", Journal.DELETE));
        deck.add(new Kill(Target.COMMIT, "commit", Journal.DELETE));
        deck.add(new Kill(Target.CREATE, RANDOM, Journal.DELETE));
        deck.add(new Kill(Target.CREATE, RANDOM, Journal.DELETE));
        return deck;
    }

    private static List<String> points() {
        List<String> points = new ArrayList<>();
        points.add("planned");
        for (int script = 1; script <= CrashScripts.LAST; script++) {
            points.add("started:" + script);
            points.add("applied:" + script);
        }
        points.addAll(List.of("progress:" + CrashScripts.LONG, "java", "java-end", "output:" + CrashScripts.PROCESS));
        points.add("finished");
        return points;
    }

    /** Runs rounds by hand: how many, and a seed. Prints each finding, and lines of figures. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Path directory = Files.createTempDirectory("fastmigrate-crash");
        try {
            Figures figures = new CrashRounds(directory, seed, System.out::println).run(rounds);
            System.out.println(figures + " (seed " + seed + ")");
            System.exit(figures.findings().isEmpty() ? 0 : 1);
        } finally {
            Trees.delete(directory);
        }
    }
}
