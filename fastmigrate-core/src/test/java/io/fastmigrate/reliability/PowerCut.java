package io.fastmigrate.reliability;

import io.fastmigrate.reliability.Disk.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Cuts the power at every step of a recorded process, and opens what the disk may hold then. What was synced is there. Of
 * what was not, any part may be there and any part missing, in any order, a write by half, a name without its rename.
 */
final class PowerCut {

    /** Up to so many steps that are not on the disk, every selection of them is tried. */
    private static final int EXHAUSTIVE = 4;

    /**
     * What came out.
     *
     * @param steps of the process that changed something below its directory
     * @param states contents of the disk that were opened, each once
     * @param after those that showed what the process was to make; the others showed what was before
     */
    record Figures(String name, int steps, int states, int after, List<String> findings) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-32s %5d steps, %6d states: %6d before, %6d after, %d neither",
                    name,
                    steps,
                    states,
                    states - after - findings.size(),
                    after,
                    findings.size());
        }
    }

    private final PowerCutScenario scenario;
    private final Disk before;
    private final List<DiskOp> ops;
    private final int statesPerCut;
    private final Random random;
    private final Set<String> seen = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private int after;

    private PowerCut(PowerCutScenario scenario, Disk before, List<DiskOp> ops, int statesPerCut, long seed) {
        this.scenario = scenario;
        this.before = before;
        this.ops = ops;
        this.statesPerCut = statesPerCut;
        this.random = new Random(seed);
    }

    /**
     * Tries a recording.
     *
     * @param work an empty directory, whose disk need not be a real one
     * @param statesPerCut how many contents to open for each step at most
     */
    static Figures run(PowerCutScenario scenario, Disk before, List<DiskOp> ops, Path work, int statesPerCut, long seed)
            throws IOException {
        PowerCut cut = new PowerCut(scenario, before, ops, statesPerCut, seed);
        for (int steps = 0; steps <= ops.size(); steps++) {
            cut.cutAfter(steps, work);
        }
        return new Figures(scenario.toString(), ops.size(), cut.seen.size(), cut.after, cut.findings);
    }

    private void cutAfter(int steps, Path work) throws IOException {
        boolean reported = ops.subList(0, steps).stream().anyMatch(DiskOp.Reported.class::isInstance);
        for (Fate[] fates : selections(steps)) {
            Disk disk = before.copy();
            for (int i = 0; i < steps; i++) {
                disk.apply(ops.get(i), fates[i]);
            }
            if (seen.add(disk.digest() + reported)) {
                open(disk, work, reported, steps, fates);
            }
        }
    }

    private void open(Disk disk, Path work, boolean reported, int steps, Fate[] fates) throws IOException {
        Path place = Files.createDirectory(work.resolve("state"));
        disk.writeTo(place);
        try {
            boolean isAfter = scenario.look(place);
            if (reported && !isAfter) {
                found("lost, though it was reported as done", steps, fates);
            } else {
                after += isAfter ? 1 : 0;
                scenario.again(place);
            }
        } catch (Exception | AssertionError e) {
            after -= e instanceof PowerCutScenario.AgainException again && again.wasAfter() ? 1 : 0;
            found(String.valueOf(e.getMessage()), steps, fates);
        } finally {
            Trees.delete(place);
        }
    }

    private void found(String what, int steps, Fate[] fates) {
        StringBuilder missing = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            if (fates[i] != Fate.WHOLE) {
                missing.append(' ').append(i).append(':').append(fates[i]);
            }
        }
        findings.add(scenario + " cut after " + steps + " steps, without" + missing + ": " + what);
    }

    /** Returns what may have happened to each step when the power goes after some. */
    private List<Fate[]> selections(int steps) {
        List<Integer> loose = loose(steps);
        List<Fate[]> all = new ArrayList<>();
        all.add(fates(steps, loose, Fate.WHOLE));
        all.add(fates(steps, loose, Fate.NOTHING));
        List<Fate[]> more = new ArrayList<>();
        if (loose.size() <= EXHAUSTIVE) {
            for (int bits = 1; bits < (1 << loose.size()) - 1; bits++) {
                more.add(some(steps, loose, bits));
            }
        } else {
            for (int step : loose) {
                more.add(with(all.get(0), step, Fate.NOTHING));
                more.add(with(all.get(1), step, Fate.WHOLE));
                more.add(some(steps, loose, random.nextLong()));
            }
        }
        for (int step : loose) {
            if (ops.get(step) instanceof DiskOp.Write) {
                for (Fate fate : List.of(Fate.HALF, Fate.LENGTH)) {
                    more.add(with(all.get(0), step, fate));
                    more.add(with(all.get(1), step, fate));
                }
            }
        }
        Collections.shuffle(more, random);
        all.addAll(more.subList(0, Math.min(more.size(), statesPerCut)));
        return all;
    }

    /** Returns the steps that no later sync has brought to the disk. */
    private List<Integer> loose(int steps) {
        List<Integer> loose = new ArrayList<>();
        Set<Integer> synced = new HashSet<>();
        for (int i = steps - 1; i >= 0; i--) {
            if (ops.get(i) instanceof DiskOp.Sync sync) {
                synced.add(sync.node());
            } else if (ops.get(i).changes() >= 0 && !synced.contains(ops.get(i).changes())) {
                loose.add(0, i);
            }
        }
        return loose;
    }

    private static Fate[] fates(int steps, List<Integer> loose, Fate fate) {
        Fate[] fates = new Fate[steps];
        Arrays.fill(fates, Fate.WHOLE);
        loose.forEach(step -> fates[step] = fate);
        return fates;
    }

    private static Fate[] with(Fate[] fates, int step, Fate fate) {
        Fate[] changed = fates.clone();
        changed[step] = fate;
        return changed;
    }

    private static Fate[] some(int steps, List<Integer> loose, long bits) {
        Fate[] fates = fates(steps, loose, Fate.WHOLE);
        for (int i = 0; i < loose.size(); i++) {
            if ((bits >> (i % Long.SIZE) & 1) == 0) {
                fates[loose.get(i)] = Fate.NOTHING;
            }
        }
        return fates;
    }
}
