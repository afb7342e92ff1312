package io.fastmigrate.internal.sql.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The order in which scripts can run that use what others make. Scripts are known by their index; a lower one goes first where it can. */
public final class ScriptOrder {

    private final List<ScriptNames> scripts;

    /** What each script uses: the scripts that make it. */
    private final List<Set<Integer>> used = new ArrayList<>();

    /** The same with what each script mentions. */
    private final List<Set<Integer>> named = new ArrayList<>();

    /** Scripts that use one another: there is no order for them. */
    public static final class CycleException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<Integer> scripts;

        CycleException(List<Integer> scripts) {
            super("Scripts use one another.");
            this.scripts = List.copyOf(scripts);
        }

        /** Returns scripts each of which uses what the next one makes, and the last one what the first one makes. */
        public List<Integer> scripts() {
            return scripts;
        }
    }

    public ScriptOrder(List<ScriptNames> scripts) {
        this.scripts = List.copyOf(scripts);
        Map<String, Set<Integer>> makers = new HashMap<>();
        for (int i = 0; i < scripts.size(); i++) {
            for (ScriptNames.Made made : scripts.get(i).made()) {
                makers.computeIfAbsent(made.name().name(), name -> new TreeSet<>())
                        .add(i);
            }
        }
        for (int i = 0; i < scripts.size(); i++) {
            Set<Integer> users = makersOf(i, scripts.get(i).used(), makers);
            Set<Integer> all = new TreeSet<>(users);
            all.addAll(makersOf(i, scripts.get(i).mentioned(), makers));
            used.add(users);
            named.add(all);
        }
    }

    private Set<Integer> makersOf(int script, Set<ObjectName> names, Map<String, Set<Integer>> makers) {
        Set<Integer> found = new TreeSet<>();
        for (ObjectName name : names) {
            for (int maker : makers.getOrDefault(name.name(), Set.of())) {
                if (maker != script && makes(maker, name) && !makes(script, name)) {
                    found.add(maker);
                }
            }
        }
        return found;
    }

    private boolean makes(int script, ObjectName name) {
        return scripts.get(script).made().stream().anyMatch(made -> made.name().mayBe(name));
    }

    /** Returns the name of what one script uses of another one. */
    public ObjectName usedOf(int user, int maker) {
        return scripts.get(maker).made().stream()
                .map(ScriptNames.Made::name)
                .filter(made -> scripts.get(user).used().stream().anyMatch(made::mayBe))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns all scripts in order. What is only mentioned counts as long as it makes no cycle.
     *
     * @throws CycleException if scripts use one another
     */
    public List<Integer> order() throws CycleException {
        List<Integer> order = new ArrayList<>();
        Set<Integer> left = new TreeSet<>();
        for (int i = 0; i < scripts.size(); i++) {
            left.add(i);
        }
        while (!left.isEmpty()) {
            int next = next(left);
            order.add(next);
            left.remove(next);
        }
        return order;
    }

    private int next(Set<Integer> left) throws CycleException {
        for (int script : left) {
            if (disjoint(named.get(script), left)) {
                return script;
            }
        }
        Set<Integer> cycle = Set.of();
        for (int script : left) {
            Set<Integer> reached = reached(script, left);
            if (reached.contains(script)
                    && reached.stream().allMatch(other -> reached(other, left).contains(script))) {
                if (disjoint(used.get(script), left)) {
                    return script;
                }
                cycle = cycle.isEmpty() ? reached : cycle;
            }
        }
        throw new CycleException(path(cycle));
    }

    private static boolean disjoint(Set<Integer> one, Set<Integer> other) {
        return one.stream().noneMatch(other::contains);
    }

    /** Returns what a script names, and what that names, among some scripts. */
    private Set<Integer> reached(int script, Set<Integer> among) {
        Set<Integer> reached = new TreeSet<>();
        List<Integer> open = new ArrayList<>(List.of(script));
        while (!open.isEmpty()) {
            for (int next : named.get(open.remove(open.size() - 1))) {
                if (among.contains(next) && reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    /** Follows uses until a script comes up again. */
    private List<Integer> path(Set<Integer> cycle) {
        List<Integer> path = new ArrayList<>();
        int at = cycle.iterator().next();
        while (!path.contains(at)) {
            path.add(at);
            at = used.get(at).stream().filter(cycle::contains).findFirst().orElseThrow();
        }
        return path.subList(path.indexOf(at), path.size());
    }

    /** Returns the scripts that name what a script makes, and those that name what these make. */
    public Set<Integer> dependents(int script) {
        Set<Integer> found = new HashSet<>();
        List<Integer> open = new ArrayList<>(List.of(script));
        while (!open.isEmpty()) {
            int maker = open.remove(open.size() - 1);
            for (int i = 0; i < scripts.size(); i++) {
                if (i != script && named.get(i).contains(maker) && found.add(i)) {
                    open.add(i);
                }
            }
        }
        return found;
    }
}
