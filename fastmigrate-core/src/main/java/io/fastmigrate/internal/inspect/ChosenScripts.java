package io.fastmigrate.internal.inspect;

import io.fastmigrate.Script;
import io.fastmigrate.internal.script.ScriptSource;
import java.util.Optional;
import java.util.function.Predicate;

/** Some of the scripts of a place. Migrations in Java come by the settings. */
record ChosenScripts(ScriptSource all, Predicate<Script> chosen) implements ScriptSource {

    ChosenScripts and(Predicate<Script> more) {
        return new ChosenScripts(all, chosen.and(more));
    }

    @Override
    public String location() {
        return all.location();
    }

    @Override
    public Listing list() {
        Listing found = all.list();
        return new Listing(found.scripts().stream().filter(chosen).toList(), found.misnamed());
    }

    @Override
    public Optional<Script> adapter() {
        return Optional.empty();
    }
}
