package io.fastmigrate.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that runs scripts. */
public final class Interpreter {

    private Interpreter() {}

    /** Says why a program could not be started: Java's own words differ from version to version. */
    public static String whyNot(String interpreter, IOException e) {
        List<Path> places = interpreter.contains(File.separator)
                ? List.of(Path.of(interpreter))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .map(directory -> Path.of(directory, interpreter))
                        .toList();
        List<Path> found = places.stream().filter(Files::isRegularFile).toList();
        if (found.isEmpty()) {
            return "there is no such program.";
        }
        return found.stream().noneMatch(Files::isExecutable)
                ? found.get(0) + " is not executable."
                : String.valueOf(e.getMessage());
    }
}
