package io.fastmigrate.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param home the folder of the benchmarks
 * @param scale what every row's count is multiplied by
 * @param rounds how often each contender is measured in each row
 * @param budget what a contender may have taken in a row and still be measured again
 * @param limit how long one process may take before it is ended
 * @param publish whether the documentation publishes this run
 * @param python a checkout of the Python tool
 */
record Options(
        Path home,
        List<Work> works,
        double scale,
        int rounds,
        Duration budget,
        Duration limit,
        boolean publish,
        Optional<Path> python) {

    static Options parse(Path home, String[] args, Optional<Path> python) {
        List<Work> works = new ArrayList<>();
        double scale = 1;
        int rounds = 5;
        Duration budget = Duration.ofSeconds(12);
        Duration limit = Duration.ofSeconds(40);
        boolean publish = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--scale" -> scale = number(args, ++i);
                case "--rounds" -> rounds = (int) number(args, ++i);
                case "--budget" -> budget = Duration.ofSeconds((long) number(args, ++i));
                case "--limit" -> limit = Duration.ofSeconds((long) number(args, ++i));
                case "--publish" -> publish = true;
                default -> works.add(work(args[i]));
            }
        }
        if (scale <= 0 || scale > 1 || rounds < 1 || limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException(
                    "--scale is above 0 and at most 1; --rounds and --limit are at least 1.");
        }
        return new Options(
                home, works.isEmpty() ? List.of(Work.values()) : works, scale, rounds, budget, limit, publish, python);
    }

    private static double number(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + " wants a number.");
        }
        try {
            return Double.parseDouble(args[index]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[index - 1] + " wants a number, not " + args[index] + ".", e);
        }
    }

    private static Work work(String id) {
        return Arrays.stream(Work.values())
                .filter(work -> work.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no benchmark " + id + ". There are: "
                        + String.join(
                                " ", Arrays.stream(Work.values()).map(Work::id).toList())));
    }

    Path core() {
        return home.resolve("../fastmigrate-core/target/fastmigrate-core-0.1.0.jar")
                .normalize();
    }

    Path commandLine() {
        return home.resolve("../fastmigrate-cli/target/dist/bin/fastmigrate_run_migrations")
                .normalize();
    }

    /** The jars of a Spring Boot application with the starter. */
    Path springJars() {
        return target().resolve("spring");
    }

    Path target() {
        return home.resolve("target");
    }
}
