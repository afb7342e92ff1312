package io.fastmigrate.spring.internal.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The {@link RunState} of each database, by name, and those who are told of them. Thread safe. */
public final class RunStates {

    private final Map<String, RunState> states = new ConcurrentHashMap<>();
    private final List<RunObserver> observers = new CopyOnWriteArrayList<>();

    private final @Nullable RunStates parent;

    /**
     * Makes those of one context.
     *
     * @param parent those of the parent context; null without one
     */
    public RunStates(List<RunObserver> observers, @Nullable RunStates parent) {
        this.observers.addAll(observers);
        this.parent = parent;
    }

    /** Returns the state of a database of this context. */
    public RunState own(String database) {
        return states.computeIfAbsent(database, name -> new RunState(name, observers));
    }

    /** Returns the state of a database of this context or, where it has none of that name, of a parent. */
    public RunState of(String database) {
        RunState known = find(database);
        return known == null ? own(database) : known;
    }

    private @Nullable RunState find(String database) {
        RunState here = states.get(database);
        return here != null || parent == null ? here : parent.find(database);
    }

    /** Adds one that is told of what happens from now on. */
    void observe(RunObserver observer) {
        observers.add(observer);
    }

    /** Says in a few words what runs now, and how far it is; empty when nothing does. */
    public Optional<String> inWords() {
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
