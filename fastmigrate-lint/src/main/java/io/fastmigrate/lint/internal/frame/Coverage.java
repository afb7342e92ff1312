package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was analysed and what was not. */
public final class Coverage {

    private final List<String> notAnalysed = new ArrayList<>();
    private final Map<String, String> undecided = new TreeMap<>();
    private long statements;

    void statement() {
        statements++;
    }

    void notAnalysed(String what) {
        notAnalysed.add(what);
    }

    /** Notes the first script in which a rule could not be decided. */
    void undecided(String rule, Script script) {
        undecided.putIfAbsent(rule, script.fileName());
    }

    boolean isUndecided(String rule) {
        return undecided.containsKey(rule);
    }

    public long statements() {
        return statements;
    }

    public List<String> notAnalysed() {
        return notAnalysed;
    }

    public List<String> undecided() {
        return undecided.entrySet().stream()
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .toList();
    }
}
