package io.fastmigrate.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What one row measured. */
final class Row {

    private final Work work;
    private final List<Contender> contenders;
    private final Contender yardstick;
    private final Map<Contender, List<Double>> nanos = new EnumMap<>(Contender.class);
    private final Map<Contender, Double> spent = new EnumMap<>(Contender.class);
    private final Map<Contender, Long> peaks = new EnumMap<>(Contender.class);
    private final Map<Contender, String> failures = new EnumMap<>(Contender.class);

    Row(Work work, List<Contender> contenders, Contender yardstick) {
        this.work = work;
        this.contenders = contenders;
        this.yardstick = yardstick;
    }

    List<Contender> contenders() {
        return contenders;
    }

    Work work() {
        return work;
    }

    void add(Contender contender, double time, long peak) {
        nanos.computeIfAbsent(contender, key -> new ArrayList<>()).add(time);
        peaks.merge(contender, peak, Math::max);
    }

    /** Returns what all rounds of a contender took together, in ns. */
    double spent(Contender contender) {
        return spent.getOrDefault(contender, 0.0);
    }

    /** Takes notice of what a process took, its start included. */
    void spend(Contender contender, double time) {
        spent.merge(contender, time, Double::sum);
    }

    void failed(Contender contender, String reason) {
        failures.put(contender, reason);
    }

    boolean hasFailed(Contender contender) {
        return failures.containsKey(contender);
    }

    /** Returns why there is no time; empty if there is one, or the contender took no part. */
    String failure(Contender contender) {
        return failures.getOrDefault(contender, "");
    }

    /** Returns the median of the rounds, in ns. */
    OptionalDouble median(Contender contender) {
        List<Double> times = nanos.getOrDefault(contender, List.of());
        return times.isEmpty() || hasFailed(contender) ? OptionalDouble.empty() : OptionalDouble.of(median(times));
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the median of each round's ratio to the yardstick, measured in the same round. */
    OptionalDouble ratio(Contender contender) {
        List<Double> limit = nanos.getOrDefault(yardstick, List.of());
        List<Double> times = nanos.getOrDefault(contender, List.of());
        int rounds = Math.min(limit.size(), times.size());
        if (rounds == 0 || hasFailed(contender) || hasFailed(yardstick)) {
            return OptionalDouble.empty();
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(times.get(round) / limit.get(round));
        }
        return OptionalDouble.of(median(ratios));
    }

    /** Returns the most memory of all rounds, in kB; 0 where it is not known. */
    long peak(Contender contender) {
        return hasFailed(contender) ? 0 : peaks.getOrDefault(contender, 0L);
    }
}
