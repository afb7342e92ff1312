package io.fastmigrate.internal.authoring;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.process.Interpreter;
import io.fastmigrate.internal.process.ProcessText;
import io.fastmigrate.internal.process.SupervisedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program git, which is only asked. It gets no path as an argument, as arguments and names of files may have two encodings; its
 * working directory says what is meant.
 *
 * @param program its name or path
 */
record Git(String program) {

    /** A repository without all objects asks its server, which may not answer. */
    private static final int SECONDS = 60;

    /** What a hook of Git has in its environment, of the repository that it runs for. */
    private static final List<String> OF_HOOKS = List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");

    /** One name in a directory of a commit. */
    record Entry(String type, String object, String name) {

        boolean isFile() {
            return type.equals("blob");
        }

        boolean isDirectory() {
            return type.equals("tree");
        }

        boolean isSubmodule() {
            return type.equals("commit");
        }
    }

    private record Answer(int exitCode, String out, String err) {}

    /** Returns how many directories the top of the repository is above this one. */
    int depth(Path directory) {
        Answer answer = ask(directory, "rev-parse", "--show-cdup");
        if (answer.exitCode() != 0) {
            throw InvalidSettingException.of(
                    directory + " is in no Git repository that git can read: " + lastLine(answer.err()),
                    "Leave out --against, or correct the path (migrations).");
        }
        return answer.out().strip().split("\\.\\./", -1).length - 1;
    }

    /** Returns the id of a commit. */
    String commit(Path directory, String reference) {
        Answer answer = ask(directory, "rev-parse", "--verify", "--quiet", reference + "^{commit}");
        if (answer.exitCode() == 0) {
            return answer.out().strip();
        }
        boolean shallow = ask(directory, "rev-parse", "--is-shallow-repository")
                .out()
                .strip()
                .equals("true");
        throw InvalidSettingException.of(
                "The Git repository of " + directory + " has no branch or commit " + reference
                        + (shallow
                                ? "; it is a shallow clone, which has only a part of the branches and commits."
                                : "."),
                shallow
                        ? "Fetch the branch, such as by git fetch --depth=1 origin main:refs/remotes/origin/main, and name it"
                                + " origin/main."
                        : "Correct the name, or fetch the branch first: git fetch.");
    }

    /** Lists what a directory has in a commit; nothing if it is not there. */
    List<Entry> list(Path directory, String commit) {
        return entries(directory, "ls-tree", "-z", commit);
    }

    List<Entry> listTree(Path directory, String tree) {
        return entries(directory, "ls-tree", "-z", "--full-tree", tree);
    }

    /** Returns the text of a file. */
    String text(Path directory, String object) {
        Answer answer = ask(directory, "cat-file", "blob", object);
        if (answer.exitCode() != 0) {
            throw failed(directory, lastLine(answer.err()));
        }
        return answer.out();
    }

    private List<Entry> entries(Path directory, String... arguments) {
        Answer answer = ask(directory, arguments);
        if (answer.exitCode() != 0) {
            throw failed(directory, lastLine(answer.err()));
        }
        List<Entry> entries = new ArrayList<>();
        for (String line : answer.out().split("\0", -1)) {
            String[] parts = line.split("[ \t]", 4); // mode, type, object, name
            if (parts.length == 4) {
                entries.add(new Entry(parts[1], parts[2], parts[3]));
            }
        }
        return entries;
    }

    private Answer ask(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectInput(SupervisedProcess.nullDevice());
        OF_HOOKS.forEach(builder.environment()::remove);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("LC_MESSAGES", "C");
        Process process;
        try {
            ProcessText.ofThisJava().applyTo(builder);
            process = builder.start();
        } catch (IOException e) {
            throw InvalidSettingException.of(
                    "The program " + program + " cannot be started: " + Interpreter.whyNot(program, e),
                    "Install Git, or leave out --against.");
        }
        try {
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw failed(directory, "it did not end within " + SECONDS + " s.");
            }
            return new Answer(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(directory, "it was interrupted.");
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                work -> new Thread(work, "fastmigrate-git").start());
    }

    private static InvalidSettingException failed(Path directory, String why) {
        return InvalidSettingException.of(
                "Git cannot list the scripts of " + directory + ": " + why, "Correct that, or leave out --against.");
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce((first, second) -> second).orElse("it does not say why.");
    }
}
