package io.fastmigrate.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The {@link RunState} of each database, by name, and those who are told of them. Thread safe. */
final class RunStates {

    private final Map<String, RunState> states = new ConcurrentHashMap<>();
    private final List<RunObserver> observers = new CopyOnWriteArrayList<>();

    RunStates(List<RunObserver> observers) {
        this.observers.addAll(observers);
    }

    RunState of(String database) {
        return states.computeIfAbsent(database, name -> new RunState(name, observers));
    }

    /** Adds one that is told of what happens from now on. */
    void observe(RunObserver observer) {
        observers.add(observer);
    }

    /** Says in a few words what runs now, and how far it is; empty when nothing does. */
    Optional<String> inWords() {
        return states.entrySet().stream()
                .flatMap(entry -> entry.getValue().running().stream().map(run -> inWords(entry.getKey(), run)))
                .reduce((one, other) -> one + "; " + other);
    }

    private static String inWords(String database, RunState.Running run) {
        String seconds = " since " + run.elapsed().toSeconds() + " s";
        if (run.waitingFor() != null) {
            return database + " waits for " + run.waitingFor() + seconds;
        }
        return run.script() == null
                ? database + " is about to be migrated" + seconds
                : database + " runs " + run.script().fileName() + " (script " + (run.done() + 1) + " of " + run.total()
                        + ", " + run.percent() + " % of all," + seconds + ")";
    }
}
