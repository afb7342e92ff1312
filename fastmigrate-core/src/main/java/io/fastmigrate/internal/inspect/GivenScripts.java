package io.fastmigrate.internal.inspect;

import io.fastmigrate.Script;
import io.fastmigrate.internal.script.ScriptSource;
import java.util.List;
import java.util.Optional;

/** Scripts in place of those that a place holds. They need not be files. */
record GivenScripts(String location, List<Script> scripts) implements ScriptSource {

    @Override
    public Listing list() {
        return new Listing(scripts, List.of());
    }

    @Override
    public Optional<Script> adapter() {
        return Optional.empty();
    }
}
