package io.fastmigrate.internal.repeatable;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.names.ScriptOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The repeatable scripts in the order that the names in them demand, otherwise by their file names. */
public final class RepeatableOrder {

    private final List<Script> scripts;
    private final ScriptOrder order;

    private RepeatableOrder(List<Script> scripts, List<ScriptNames> names) {
        this.scripts = scripts;
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
        List<Script> sorted = new ArrayList<>();
        for (int i : order()) {
            if (some.contains(scripts.get(i))) {
                sorted.add(scripts.get(i));
            }
        }
        return sorted;
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
