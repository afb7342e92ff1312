package io.fastmigrate.benchmarks;

import java.nio.file.Files;
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
 * @param earlier a built checkout of this project, which is then measured alone beside this one
 */
record Options(
        Path home,
        List<Work> works,
        double scale,
        int rounds,
        Duration budget,
        Duration limit,
        boolean publish,
        Optional<Path> python,
        Optional<Path> earlier) {

    static Options parse(Path home, String[] args, Optional<Path> python) {
        List<Work> works = new ArrayList<>();
        double scale = 1;
        int rounds = 5;
        Duration budget = Duration.ofSeconds(12);
        Duration limit = Duration.ofSeconds(40);
        boolean publish = false;
        Optional<Path> earlier = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--scale" -> scale = number(args, ++i);
                case "--rounds" -> rounds = (int) number(args, ++i);
                case "--budget" -> budget = Duration.ofSeconds((long) number(args, ++i));
                case "--limit" -> limit = Duration.ofSeconds((long) number(args, ++i));
                case "--publish" -> publish = true;
                case "--before" -> earlier = Optional.of(builtCheckout(text(args, ++i)));
                default -> works.add(work(args[i]));
            }
        }
        if (scale <= 0 || scale > 1 || rounds < 1 || limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException(
                    "--scale is above 0 and at most 1; --rounds and --limit are at least 1.");
        }
        return new Options(
                home,
                works.isEmpty() ? List.of(Work.values()) : works,
                scale,
                rounds,
                budget,
                limit,
                publish,
                python,
                earlier);
    }

    private static Path builtCheckout(String name) {
        Path checkout = Path.of(name).toAbsolutePath().normalize();
        if (!Files.isDirectory(checkout.resolve("benchmarks/target/classes"))) {
            throw new IllegalArgumentException("--before names a checkout in which benchmarks/run has built; "
                    + checkout + " has no benchmarks/target/classes.");
        }
        return checkout;
    }

    private static double number(String[] args, int index) {
        String text = text(args, index);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[index - 1] + " needs a number, not " + text + ".", e);
        }
    }

    private static String text(String[] args, int index) {
        if (index >= args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value.");
        }
        return args[index];
    }

    /** Returns who is measured in a row: the peers, or the earlier build alone. */
    List<Contender> contenders(Work work) {
        return earlier.isEmpty() ? work.contenders() : List.of(Contender.EARLIER, Contender.FASTMIGRATE);
    }

    /** Returns whose time is 1.0 in the row. */
    Contender yardstick(Work work) {
        return earlier.isEmpty() ? work.yardstick() : Contender.EARLIER;
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

    Path commandLine(Contender contender) {
        return home(contender)
                .resolve("../fastmigrate-cli/target/dist/bin/fastmigrate_run_migrations")
                .normalize();
    }

    /** The jars of a Spring Boot application with the starter. */
    Path springJars(Contender contender) {
        return home(contender).resolve("target/spring");
    }

    /** The class path of a worker that measures the contender. */
    String classPath(Contender contender) {
        String own = System.getProperty("java.class.path");
        return contender == Contender.EARLIER ? own.replace(project(home), project(home(contender))) : own;
    }

    private static String project(Path home) {
        return String.valueOf(home.toAbsolutePath().normalize().getParent());
    }

    /** The folder of the benchmarks that has the contender's build. */
    private Path home(Contender contender) {
        return contender == Contender.EARLIER ? earlier.orElseThrow().resolve("benchmarks") : home;
    }

    Path target() {
        return home.resolve("target");
    }
}
