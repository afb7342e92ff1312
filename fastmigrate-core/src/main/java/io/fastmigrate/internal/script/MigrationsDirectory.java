package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import java.util.List;
import java.util.Optional;

/** A directory with numbered scripts, and its sub-folder with repeatable ones, where it has one. */
final class MigrationsDirectory implements ScriptSource {

    private final DirectoryScripts numbered;
    private final ScriptSource both;

    private MigrationsDirectory(DirectoryScripts numbered) {
        this.numbered = numbered;
        this.both = new CombinedScripts(List.of(numbered, numbered.repeatable()));
    }

    static MigrationsDirectory of(String path) {
        return new MigrationsDirectory(DirectoryScripts.of(path));
    }

    @Override
    public String location() {
        return numbered.location();
    }

    @Override
    public boolean isDirectory() {
        return true;
    }

    @Override
    public Listing list() {
        Listing listing = numbered.list();
        return numbered.hasRepeatable() ? both.list() : listing;
    }

    @Override
    public Listing listUnstamped() {
        Listing listing = numbered.listUnstamped();
        return numbered.hasRepeatable() ? both.listUnstamped() : listing;
    }

    @Override
    public Optional<Script> adapter() {
        return numbered.adapter();
    }
}
