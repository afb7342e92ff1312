package io.fastmigrate.cli.database;

import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of the installation to which a user adds jars that the program does not bring.
 *
 * @param name what it is called in the installation
 * @param variable the variable of the environment that names another folder in its place
 */
public record JarFolder(String name, String variable) {

    /** Returns a class loader that has the jars; the parent itself where there are none. */
    public ClassLoader loader(ClassLoader parent) {
        Optional<Path> folder = folder();
        List<URL> jars = folder.isPresent() ? jars(folder.get()) : List.of();
        return jars.isEmpty() ? parent : new URLClassLoader(jars.toArray(URL[]::new), parent);
    }

    /** Returns what messages call the folder of the installation. */
    public String home() {
        return installed().map(Path::getParent).map(Path::toString).orElse("the installation's folder");
    }

    private Optional<Path> folder() {
        String named = System.getenv(variable);
        if (named != null && !named.isBlank()) {
            Path folder = Path.of(named);
            if (!Files.isDirectory(folder)) {
                throw new Failure(
                        ExitCode.FAILED,
                        variable + " names no folder: " + folder,
                        "Specify the directory of the jars.");
            }
            return Optional.of(folder);
        }
        return installed().filter(Files::isDirectory);
    }

    private Optional<Path> installed() {
        CodeSource source = JarFolder.class.getProtectionDomain().getCodeSource();
        if (source == null
                || source.getLocation() == null
                || !source.getLocation().getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent())
                    .map(Path::getParent)
                    .map(home -> home.resolve(name));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private List<URL> jars(Path folder) {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".jar")) {
                    jars.add(url(file));
                }
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The folder " + folder + " cannot be read: " + Problems.reason(e) + ".",
                    "Correct its permissions, or specify another one with " + variable + ".");
        }
        return jars;
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
