package io.fastmigrate.internal.authoring;

import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The scripts of a commit of Git, by their names alone; the directories may look different now, or not be there yet. */
public final class GitScripts {

    private final ScriptDirectories directories;
    private final Git git;

    public GitScripts(List<String> locations) {
        this(locations, new Git("git"));
    }

    GitScripts(List<String> locations, Git git) {
        this.directories = ScriptDirectories.of(locations);
        this.git = git;
    }

    /**
     * Returns the highest number of the scripts, 0 without any.
     *
     * @param reference a branch, a tag or another name of a commit
     * @throws InvalidSettingException if a directory is in no repository, or the repository does not know the commit
     */
    public Version highest(String reference) {
        int highest = 0;
        for (CommittedScript script : scripts(reference)) {
            highest = Math.max(highest, script.number());
        }
        return new Version(highest);
    }

    /**
     * Returns the scripts of the commit, and what was meant as one.
     *
     * @param reference a branch, a tag or another name of a commit
     * @throws InvalidSettingException if a directory is in no repository, or the repository does not know the commit
     */
    public List<CommittedScript> scripts(String reference) {
        if (reference.isBlank() || reference.startsWith("-")) {
            throw InvalidSettingException.of(
                    "'" + reference + "' is not the name of a branch or commit.",
                    "Write one such as main or origin/main.");
        }
        List<CommittedScript> scripts = new ArrayList<>();
        for (Path directory : directories.paths()) {
            for (Git.Entry entry : entries(directory, reference)) {
                if (entry.isFile() && ScriptDirectories.number(entry.name()) > 0) {
                    scripts.add(new CommittedScript(git, directory, entry));
                }
            }
        }
        return scripts;
    }

    private List<Git.Entry> entries(Path directory, String reference) {
        Deque<String> below = new ArrayDeque<>();
        Path there = directory;
        while (!Files.isDirectory(there)) {
            below.push(String.valueOf(there.getFileName()));
            there = parent(there, directory);
        }
        try {
            there = there.toRealPath();
        } catch (IOException e) {
            throw ScriptDirectories.cannot("Git cannot be asked about", directory, e);
        }
        int depth = git.depth(there);
        String commit = git.commit(there, reference);
        List<Git.Entry> entries = git.list(there, commit);
        requireNoSubmodule(there, depth, commit, directory);
        for (String name : below) {
            Optional<Git.Entry> entry = named(entries, name);
            if (entry.isEmpty()) {
                return List.of();
            }
            requireDirectory(entry.get(), directory, reference);
            entries = git.listTree(there, entry.get().object());
        }
        return entries;
    }

    private static Path parent(Path path, Path directory) {
        Path parent = path.getParent();
        if (parent == null) {
            throw InvalidSettingException.of(
                    directory + " is not in a Git repository.",
                    "Leave out --against, or correct the path (migrations).");
        }
        return parent;
    }

    /** Git takes the empty directory of a submodule that was not fetched for one of the repository around it. */
    private void requireNoSubmodule(Path there, int depth, String commit, Path directory) {
        Path path = there;
        for (int i = 0; i < depth; i++) {
            Path above = path.getParent();
            if (above == null) {
                return;
            }
            Optional<Git.Entry> entry = named(git.list(above, commit), String.valueOf(path.getFileName()));
            if (entry.isPresent() && entry.get().isSubmodule()) {
                throw submodule(directory);
            }
            path = above;
        }
    }

    private static void requireDirectory(Git.Entry entry, Path directory, String reference) {
        if (entry.isSubmodule()) {
            throw submodule(directory);
        }
        if (!entry.isDirectory()) {
            throw InvalidSettingException.of(
                    entry.name() + " is not a directory in " + reference + ", so the numbers of the scripts of "
                            + directory + " there are not known.",
                    "Leave out --against, or correct the path (migrations).");
        }
    }

    private static InvalidSettingException submodule(Path directory) {
        return InvalidSettingException.of(
                directory
                        + " is in a Git submodule that is not checked out, so the numbers of its scripts are not known.",
                "Run git submodule update --init, and name a branch of the submodule.");
    }

    private static Optional<Git.Entry> named(List<Git.Entry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
