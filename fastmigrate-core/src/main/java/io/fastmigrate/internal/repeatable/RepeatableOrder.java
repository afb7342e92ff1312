package io.fastmigrate.internal.repeatable;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.names.ScriptOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The repeatable scripts in the order that the names in them demand, otherwise by their file names. */
public final class RepeatableOrder {

    private final List<Script> scripts;
    private final List<ScriptNames> names;
    private final ScriptOrder order;

    private RepeatableOrder(List<Script> scripts, List<ScriptNames> names) {
        this.scripts = scripts;
        this.names = names;
        this.order = new ScriptOrder(names);
    }

    /**
     * Reads scripts.
     *
     * @param scripts in the order of their names
     */
    public static RepeatableOrder of(Backend<?> backend, List<Script> scripts) {
        List<ScriptNames> names = new ArrayList<>();
        for (Script script : scripts) {
            names.add(names(backend, script));
        }
        return new RepeatableOrder(scripts, names);
    }

    /** A broken script has no names: whoever plans it says what is wrong with it. */
    private static ScriptNames names(Backend<?> backend, Script script) {
        try {
            return backend.names(script);
        } catch (InvalidScriptException e) {
            return ScriptNames.NONE;
        }
    }

    /**
     * Returns some of the scripts in order.
     *
     * @throws InvalidScriptException if scripts use one another
     */
    public List<Script> of(List<Script> some) {
        return inOrder(new HashSet<>(some));
    }

    /**
     * Returns some of the scripts in order, with those that need what they drop and make again.
     *
     * @throws InvalidScriptException if scripts use one another
     */
    public List<Script> withDependents(List<Script> some) {
        Set<Script> all = new HashSet<>(some);
        for (Script script : some) {
            if (namesOf(script).makesAgain()) {
                all.addAll(dependents(script));
            }
        }
        return inOrder(all);
    }

    private ScriptNames namesOf(Script script) {
        int i = scripts.indexOf(script);
        return i < 0 ? ScriptNames.NONE : names.get(i);
    }

    private List<Script> inOrder(Set<Script> some) {
        return order().stream().map(scripts::get).filter(some::contains).toList();
    }

    private List<Script> dependents(Script script) {
        Set<Integer> found = order.dependents(scripts.indexOf(script));
        return order().stream().filter(found::contains).map(scripts::get).toList();
    }

    /**
     * Returns the scripts of a run that share the transaction of the script before them, so that no one sees a view that is dropped
     * and not made again yet.
     *
     * @param run in order
     */
    public Set<Script> together(List<Script> run) {
        Set<Script> joined = new HashSet<>();
        for (int i = 0; i < run.size(); i++) {
            if (namesOf(run.get(i)).makesAgain()) {
                List<Script> dependents = dependents(run.get(i));
                for (int last = run.size() - 1; last > i; last--) {
                    if (dependents.contains(run.get(last))) {
                        joined.addAll(run.subList(i + 1, last + 1));
                        break;
                    }
                }
            }
        }
        return joined;
    }

    /** Returns what is dropped before a script runs: views of scripts that run again after it, the last one first, and its own. */
    public List<ScriptNames.Made> replaced(Script script) {
        ScriptNames own = namesOf(script);
        List<ScriptNames.Made> views = new ArrayList<>();
        if (own.makesAgain()) {
            own.made().stream().filter(ScriptNames.Made::isReplaced).forEach(views::add);
            for (Script dependent : dependents(script)) {
                namesOf(dependent).made().stream()
                        .filter(ScriptNames.Made::isView)
                        .forEach(views::add);
            }
        }
        Collections.reverse(views);
        return views;
    }

    private List<Integer> order() {
        try {
            return order.order();
        } catch (ScriptOrder.CycleException e) {
            throw cycle(e.scripts());
        }
    }

    private InvalidScriptException cycle(List<Integer> cycle) {
        StringBuilder text = new StringBuilder("No repeatable script of these can run first: ");
        for (int i = 0; i < cycle.size(); i++) {
            int user = cycle.get(i);
            int maker = cycle.get((i + 1) % cycle.size());
            text.append(i == 0 ? scripts.get(user).fileName() + " uses " : ", which uses ")
                    .append(order.usedOf(user, maker))
                    .append(" of ")
                    .append(scripts.get(maker).fileName());
        }
        return Bridge.errors()
                .invalidScript(
                        new TreeSet<>(cycle)
                                .stream().map(i -> scripts.get(i).location()).toList(),
                        null,
                        text.append(".").toString(),
                        "Take one of these uses out, or put what belongs together into one script. Nothing ran.");
    }
}
