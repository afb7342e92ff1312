package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The scripts in one folder of the class path, and in its sub-folder for repeatable ones: directories, jars, and jars within jars. Of jars that name no folders, only
 * their files, those count that have a manifest, and only where no other place has the folder.
 */
final class ClassPathScripts implements ScriptSource {

    static final String PREFIX = "classpath:";

    private final String folder;
    private final ClassLoader classLoader;

    ClassPathScripts(String location, ClassLoader classLoader) {
        String path = location.substring(PREFIX.length());
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        this.folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        this.classLoader = classLoader;
    }

    @Override
    public String location() {
        return PREFIX + folder;
    }

    @Override
    public Listing list() {
        List<Script> scripts = new ArrayList<>();
        List<Warning> misnamed = new ArrayList<>();
        try {
            List<URL> roots = roots();
            if (roots.isEmpty()) {
                throw notFound("There is no folder " + folder + " on the class path.", null);
            }
            for (URL root : roots) {
                String place = roots.size() == 1 ? location() : root.toString().replaceFirst("/?$", "/");
                for (ScriptFolder kind : ScriptFolder.values()) {
                    for (String name : names(root, kind)) {
                        add(kind, root, place, name, scripts, misnamed);
                    }
                }
            }
        } catch (MigrationsNotFoundException e) {
            throw e;
        } catch (IOException | URISyntaxException | RuntimeException e) {
            // What class loaders, file systems and streams over them throw is theirs to choose.
            throw notFound("The folder " + folder + " on the class path cannot be read (" + e + ").", e);
        }
        return new Listing(scripts, misnamed);
    }

    @Override
    public Optional<Script> adapter() {
        URL url;
        try {
            url = classLoader.getResource(folder + ADAPTER);
        } catch (RuntimeException e) {
            throw notFound("The folder " + folder + " on the class path cannot be read (" + e + ").", e);
        }
        return url == null
                ? Optional.empty()
                : Optional.of(Bridge.values()
                        .scriptOfResource(
                                Version.ZERO, ADAPTER, Script.Kind.PYTHON, location() + ADAPTER, url::openStream));
    }

    private List<URL> roots() throws IOException {
        Enumeration<URL> found = classLoader.getResources(folder);
        if (!found.hasMoreElements() && !folder.isEmpty()) {
            found = classLoader.getResources(folder.substring(0, folder.length() - 1));
        }
        List<URL> roots = new ArrayList<>();
        for (URL url : Collections.list(found).stream().distinct().toList()) {
            roots.add(url.getProtocol().equals("war") ? inPackedWar(url) : url);
        }
        return roots.isEmpty() && !folder.isEmpty() ? rootsInJarsWithoutFolders() : roots;
    }

    /** A URL of Tomcat's into a war that it does not unpack has no connection that lists; an asterisk ends the war's. */
    private static URL inPackedWar(URL url) throws IOException {
        return new URL("jar:" + url.getFile().replaceFirst("[*^]/", "!/"));
    }

    /** A class loader finds no folder in a jar that has no entry for it, but the manifest leads to each jar. */
    private List<URL> rootsInJarsWithoutFolders() throws IOException {
        List<URL> roots = new ArrayList<>();
        for (URL manifest : Collections.list(classLoader.getResources(JarFile.MANIFEST_NAME))) {
            if (manifest.openConnection() instanceof JarURLConnection jar
                    && jar.getJarFile().stream()
                            .anyMatch(entry -> entry.getName().startsWith(folder))) {
                String url = manifest.toString();
                roots.add(new URL(url.substring(0, url.length() - JarFile.MANIFEST_NAME.length())));
            }
        }
        return roots;
    }

    private void add(
            ScriptFolder kind, URL root, String place, String name, List<Script> scripts, List<Warning> misnamed) {
        String path = within(kind) + name;
        String location = place + path;
        Optional<NamingRule.Parsed> parsed = kind.parse(name);
        if (parsed.isEmpty()) {
            kind.misnamed(name, location).ifPresent(misnamed::add);
            return;
        }
        scripts.add(kind.belonging(Bridge.values()
                .scriptOfResource(
                        parsed.get().version(), name, parsed.get().kind(), location, () -> open(root, path))));
    }

    /** Returns where the names of a folder stand below the place. */
    private static String within(ScriptFolder kind) {
        return kind == ScriptFolder.NUMBERED ? "" : ScriptFolder.REPEATABLE_NAME + "/";
    }

    private List<String> names(URL root, ScriptFolder kind) throws IOException, URISyntaxException {
        if (!root.getProtocol().equals("file")) {
            URLConnection connection = root.openConnection();
            if (connection instanceof JarURLConnection jar) {
                return namesInJar(jar, kind);
            }
        }
        List<String> names = new ArrayList<>();
        Path directory = path(root).resolve(within(kind));
        if (kind == ScriptFolder.REPEATABLE && !Files.isDirectory(directory)) {
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    names.add(String.valueOf(file.getFileName()));
                }
            }
        }
        return names;
    }

    private List<String> namesInJar(JarURLConnection connection, ScriptFolder kind) throws IOException {
        JarFile jar = connection.getJarFile();
        String prefix = Objects.requireNonNullElse(connection.getEntryName(), folder);
        String within = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/") + within(kind);
        return jar.stream()
                .filter(candidate -> !candidate.isDirectory())
                .map(JarEntry::getName)
                .filter(name -> name.startsWith(within) && name.indexOf('/', within.length()) < 0)
                .map(name -> name.substring(within.length()))
                .toList();
    }

    /** A native image keeps its resources in its own file system. */
    private static Path path(URL root) throws IOException, URISyntaxException {
        URI uri = root.toURI();
        try {
            return Path.of(uri);
        } catch (FileSystemNotFoundException e) {
            FileSystems.newFileSystem(uri, Map.of());
            return Path.of(uri);
        }
    }

    private InputStream open(URL root, String name) throws IOException {
        if (root.getProtocol().equals("file")) {
            try {
                return Files.newInputStream(path(root).resolve(name));
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }
        URLConnection connection = root.openConnection();
        if (connection instanceof JarURLConnection jar) {
            String prefix = Objects.requireNonNullElse(jar.getEntryName(), folder);
            String path = prefix.isEmpty() || prefix.endsWith("/") ? prefix + name : prefix + "/" + name;
            JarFile file = jar.getJarFile();
            JarEntry entry = file.getJarEntry(path);
            if (entry == null) {
                throw new IOException("There is no " + path + " in " + file.getName() + " any more.");
            }
            return file.getInputStream(entry);
        }
        try {
            return Files.newInputStream(path(root).resolve(name));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private MigrationsNotFoundException notFound(String message, @Nullable Throwable cause) {
        return Bridge.errors()
                .migrationsNotFound(
                        location(),
                        message,
                        "Put the scripts into src/main/resources/" + folder + ", or set migrations to their location.",
                        cause);
    }
}
