package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory with numbered scripts, and its sub-folder with repeatable ones, where it has one. */
final class MigrationsDirectory implements ScriptSource {

    private final DirectoryScripts numbered;
    private final DirectoryScripts repeatable;
    private volatile CombinedScripts.@Nullable Look latest;

    private MigrationsDirectory(DirectoryScripts numbered) {
        this.numbered = numbered;
        this.repeatable = numbered.repeatable();
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
        return numbered.hasRepeatable() ? together(listing, repeatable.list()) : listing;
    }

    @Override
    public Listing listUnstamped() {
        Listing listing = numbered.listUnstamped();
        return numbered.hasRepeatable() ? together(listing, repeatable.listUnstamped()) : listing;
    }

    private Listing together(Listing first, Listing second) {
        CombinedScripts.Look look = CombinedScripts.Look.of(List.of(first, second), latest);
        latest = look;
        return look.whole();
    }

    @Override
    public Optional<Script> adapter() {
        return numbered.adapter();
    }
}
