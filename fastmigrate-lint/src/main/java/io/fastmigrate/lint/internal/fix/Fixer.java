package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.frame.AppliedScripts;
import io.fastmigrate.lint.internal.frame.GitComparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds out which files have to change so that findings are gone, and verifies it before any file is changed. */
public final class Fixer {

    private final Inspection inspection;
    private final GitComparison git;
    private final String reference;
    private final AppliedScripts applied;
    private final @Nullable SqlDialect dialect;
    private final FileChanges changes = new FileChanges();
    private final MergedScripts merged;
    private final List<Fixed> results = new ArrayList<>();

    /**
     * Makes one that is used once.
     *
     * @param reference of the branch that the scripts are compared with; empty for none
     */
    public Fixer(Inspection inspection, GitComparison git, String reference, AppliedScripts applied) {
        this.inspection = inspection;
        this.git = git;
        this.reference = reference;
        this.applied = applied;
        this.dialect = inspection.statementRules().map(DialectRules::dialect).orElse(null);
        this.merged = new MergedScripts(git, reference, dialect, changes);
    }

    /**
     * Returns what can be done. If it does not pass, no file changes.
     *
     * @param scripts all of them
     * @param found what lint finds in them
     * @param chosen those of them that are fixed
     * @param lint finds what is wrong with other scripts in their place
     */
    public FixResult plan(
            List<Script> scripts, List<Harm> found, Predicate<Harm> chosen, Function<List<Script>, List<Harm>> lint) {
        try {
            return planned(scripts, found, chosen, lint);
        } catch (IOException e) {
            throw new UncheckedIOException("The scripts cannot be read: " + e.getMessage(), e);
        }
    }

    private FixResult planned(
            List<Script> scripts, List<Harm> found, Predicate<Harm> chosen, Function<List<Script>, List<Harm>> lint)
            throws IOException {
        List<Harm> harms = found.stream().filter(chosen).toList();
        List<Script> misnumbered = files(scripts, harms);
        List<OwnScript> own = own(scripts);
        texts(own, harms);
        number(own, misnumbered);
        Outcome outcome = new Outcome(scripts, merged, own);
        if (results.stream().noneMatch(Fixed::done)) {
            return new FixResult(results, changes, Optional.empty());
        }
        Optional<String> refusal = new SchemaCheck(inspection).refusal(outcome.meant(), outcome.becomes());
        if (refusal.isEmpty()) {
            refusal = outcome.worse(found, lint.apply(outcome.becomes()), results);
        }
        if (refusal.isPresent()) {
            String why = refusal.get();
            return new FixResult(
                    results.stream()
                            .map(each -> each.done() ? new Fixed(each.script(), each.rule(), false, why) : each)
                            .toList(),
                    new FileChanges(),
                    Optional.empty());
        }
        for (OwnScript each : own) {
            each.addTo(changes);
        }
        return new FixResult(results, changes, outcome.first());
    }

    /** Fixes what is wrong with the files of scripts; returns those that need other numbers. */
    private List<Script> files(List<Script> scripts, List<Harm> harms) throws IOException {
        List<Script> misnumbered = new ArrayList<>();
        for (Harm harm : harms) {
            Script script = harm.script();
            if (harm.isAboutFile() && script.path().isPresent()) {
                Optional<Fixed> fixed = merged.fix(script);
                if (fixed.isPresent()) {
                    results.add(fixed.get());
                } else {
                    List<Script> moving = scripts.stream()
                            .filter(each -> each.version().equals(script.version())
                                    && keptReason(each).isEmpty())
                            .filter(each ->
                                    each.equals(script) || keptReason(script).isPresent())
                            .toList();
                    misnumbered.addAll(moving);
                    keptReason(script)
                            .filter(why -> moving.isEmpty())
                            .ifPresent(why -> results.add(new Fixed(script, Harm.FILES, false, why)));
                }
            }
        }
        return misnumbered;
    }

    private List<OwnScript> own(List<Script> scripts) {
        List<OwnScript> own = new ArrayList<>();
        merged.added().forEach(script -> own.add(new OwnScript(script, true)));
        scripts.stream()
                .filter(script -> keptReason(script).isEmpty() && !merged.gone().contains(script))
                .sorted(Comparator.comparing(Script::version).thenComparing(Script::fileName))
                .forEach(script -> own.add(new OwnScript(script, false)));
        return own;
    }

    /** Returns why a script stays as it is; empty if it may change. */
    private Optional<String> keptReason(Script script) {
        if (script.isRepeatable() || script.path().isEmpty()) {
            return Optional.of("it is no numbered script in a directory");
        }
        if (git.has(script)) {
            return Optional.of(reference + " has the script");
        }
        if (applied.has(script)) {
            return Optional.of("the database has applied it");
        }
        return SquashedRange.of(script).map(range -> "it replaces the scripts " + range);
    }

    private void texts(List<OwnScript> own, List<Harm> harms) throws IOException {
        Map<Script, List<Harm>> byScript = new LinkedHashMap<>();
        harms.stream()
                .filter(harm -> FixedText.isFor(harm.rule()))
                .forEach(harm -> byScript.computeIfAbsent(harm.script(), script -> new ArrayList<>())
                        .add(harm));
        for (var each : byScript.entrySet()) {
            Optional<OwnScript> script = own.stream()
                    .filter(one -> one.script().equals(each.getKey()))
                    .findFirst();
            if (script.isPresent()) {
                FixedText text = FixedText.of(each.getKey(), each.getValue(), dialect);
                results.addAll(text.results());
                if (text.isChanged()) {
                    script.get().set(text.parts(), text.meant());
                }
            } else {
                String why = keptReason(each.getKey()).orElse("it gets another text");
                each.getValue().forEach(harm -> results.add(new Fixed(each.getKey(), harm.rule(), false, why)));
            }
        }
    }

    /** Gives numbers: those behind all that others have, and each behind the one before it. */
    private void number(List<OwnScript> own, List<Script> misnumbered) {
        boolean needed = !misnumbered.isEmpty()
                || !merged.added().isEmpty()
                || own.stream().anyMatch(each -> each.last() > each.number());
        if (!needed) {
            return;
        }
        int last = Math.max(git.highest(), applied.version().number());
        for (OwnScript each : own) {
            if (each.number() <= last || misnumbered.contains(each.script())) {
                each.number(last + 1);
            }
            last = each.last();
            if (misnumbered.contains(each.script())) {
                String name = String.valueOf(each.file(0).getFileName());
                results.add(new Fixed(each.script(), Harm.FILES, true, "is " + name + " now"));
            }
        }
    }
}
