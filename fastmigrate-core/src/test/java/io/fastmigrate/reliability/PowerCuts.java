package io.fastmigrate.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records processes with strace and cuts their power. */
final class PowerCuts {

    /** A process that ran to its end, step by step, and what was there before. */
    record Recording(PowerCutScenario scenario, Disk before, List<DiskOp> ops) {

        boolean isDirectory(int node) {
            return before.isDirectory(node) || ops.contains(new DiskOp.NewDirectory(node));
        }

        PowerCut.Figures cut(Path work, int statesPerCut, long seed) throws IOException {
            return PowerCut.run(scenario, before, ops, work, statesPerCut, seed);
        }
    }

    private PowerCuts() {}

    /** Tells whether strace is there and may trace. */
    static boolean canRecord() throws IOException, InterruptedException {
        return Fixture.runs("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true");
    }

    /**
     * Runs a scenario in its own process.
     *
     * @param directory is empty
     */
    static Recording record(PowerCutScenario scenario, Path directory) throws Exception {
        Path place = Files.createDirectory(directory.resolve("recorded")).toRealPath();
        Path trace = directory.resolve("trace");
        scenario.prepare(place);
        Disk before = Disk.of(place);
        try (ChildJvm child = ChildJvm.start(DiskTrace.command(trace), scenario.arguments(place))) {
            if (child.exit() != 0) {
                throw new IllegalStateException(child.output());
            }
        }
        List<DiskOp> ops = DiskTrace.read(trace, place, before);
        if (ops.stream().noneMatch(DiskOp.Reported.class::isInstance)) {
            throw new IllegalStateException("it never reported to be done: " + ops.size() + " steps");
        }
        return new Recording(scenario, before, ops);
    }

    /** Cuts the power by hand: how many states for each step at most, a seed, and which scenarios, where not all. */
    public static void main(String[] arguments) throws Exception {
        int statesPerCut = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        List<PowerCutScenario> scenarios = new ArrayList<>(List.of(PowerCutScenario.values()));
        if (arguments.length > 2) {
            scenarios.removeIf(scenario -> !Arrays.asList(arguments).contains(scenario.name()));
        }
        Path directory = Files.createTempDirectory("fastmigrate-power-cut");
        int findings = 0;
        try {
            for (PowerCutScenario scenario : scenarios) {
                Path own = Files.createDirectory(directory.resolve(scenario.name()));
                PowerCut.Figures figures = record(scenario, own).cut(own, statesPerCut, seed);
                System.out.println(figures);
                figures.findings().stream().limit(10).forEach(System.out::println);
                findings += figures.findings().size();
            }
        } finally {
            Trees.delete(directory);
        }
        System.exit(findings == 0 ? 0 : 1);
    }
}
