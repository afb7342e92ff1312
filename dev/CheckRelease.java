import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a directory to which a release was deployed, by the rules of
 * Maven Central and some of our own.
 *
 * <p>{@code dev/check-release DIR PUBLIC-KEY}, from the root of the project. Prints each problem; 0 none, 1 some, 2 wrong usage.
 */
public final class CheckRelease {

    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");
    private static final Set<String> REQUIRED_CHECKSUMS = new TreeSet<>(Set.of("md5", "sha1"));
    private static final List<String> REQUIRED_TEXTS = List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "developers/developer/organization",
            "developers/developer/organizationUrl",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    private final Path directory;
    private final Path keyring;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> found = new TreeSet<>();
    private final Set<String> versions = new TreeSet<>();
    private final Set<String> neededOfOurs = new TreeSet<>();
    private final Set<Path> known = new HashSet<>();

    private CheckRelease(Path directory, Path keyring) {
        this.directory = directory;
        this.keyring = keyring;
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !Files.isDirectory(Path.of(args[0])) || !Files.isRegularFile(Path.of(args[1]))) {
            System.err.println("usage: dev/check-release DIR PUBLIC-KEY (a directory, and a file with the armored key)");
            System.exit(2);
        }
        List<String> published = publishedModules(Path.of("."));
        List<String> problems = problems(Path.of(args[0]), Path.of(args[1]), published);
        problems.forEach(System.out::println);
        System.out.println(published.size() + " modules, " + problems.size() + " problems");
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /** The modules that the profile "release" deploys, by the POMs below a project's root. */
    public static List<String> publishedModules(Path root) throws Exception {
        Element project = parse(root.resolve("pom.xml"));
        List<Element> modules = new ArrayList<>(children(project, "modules/module"));
        for (Element profile : children(project, "profiles/profile")) {
            if (text(profile, "id").equals("release")) {
                modules.addAll(children(profile, "modules/module"));
            }
        }
        List<String> published = new ArrayList<>();
        for (Element module : modules) {
            Element pom = parse(root.resolve(module.getTextContent().strip()).resolve("pom.xml"));
            if (!text(pom, "properties/maven.deploy.skip").equals("true")) {
                published.add(text(pom, "artifactId"));
            }
        }
        return published;
    }

    /** Returns what is wrong with a directory, a problem a line; the key is the public one, armored. */
    public static List<String> problems(Path directory, Path key, List<String> published) throws Exception {
        Path keyring = Files.createTempFile("release", ".gpg");
        try {
            Files.delete(keyring);
            run("gpg", "--batch", "--yes", "--dearmor", "--output", keyring.toString(), key.toString());
            CheckRelease check = new CheckRelease(directory, keyring);
            check.checkAll(published);
            return check.problems;
        } finally {
            Files.deleteIfExists(keyring);
        }
    }

    private void checkAll(List<String> published) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (file.toString().endsWith(".pom")) {
                checkArtifact(file);
            }
        }
        for (Path file : files) {
            // Maven writes these for a repository in a directory; a bundle for Central goes without them.
            if (!known.contains(file) && !file.getFileName().toString().startsWith("maven-metadata.xml")) {
                problem(file, "belongs to no POM beside it");
            }
        }
        for (String module : published) {
            if (!found.contains(module)) {
                problems.add(module + " is published, and is not here");
            }
        }
        for (String module : found) {
            if (!published.contains(module)) {
                problems.add(module + " is here, and is not published");
            }
        }
        neededOfOurs.removeAll(found);
        neededOfOurs.forEach(module -> problems.add(module + " is a dependency of a published module, and is not here"));
        if (versions.size() > 1) {
            problems.add("the modules have several versions: " + versions);
        }
    }

    private void checkArtifact(Path pomFile) throws Exception {
        Element pom = parse(pomFile);
        String artifact = text(pom, "artifactId");
        String version = text(pom, "version");
        String stem = artifact + "-" + version;
        Path expected = Path.of(text(pom, "groupId").replace('.', '/')).resolve(artifact).resolve(version).resolve(stem + ".pom");
        if (!directory.relativize(pomFile).equals(expected)) {
            problem(pomFile, "says that its place is " + expected);
        }
        if (version.endsWith("-SNAPSHOT")) {
            problem(pomFile, "has a version that can change");
        }
        found.add(artifact);
        versions.add(version);
        checkPom(pomFile, pom);
        Path folder = pomFile.getParent();
        if (!text(pom, "packaging").equals("pom")) {
            checkJar(folder.resolve(stem + ".jar"), "META-INF/MANIFEST.MF");
            checkJar(folder.resolve(stem + "-sources.jar"), ".java");
            checkJar(folder.resolve(stem + "-javadoc.jar"), "index.html");
            checkComponents(folder.resolve(stem + "-cyclonedx.json"), artifact, version);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(stem + ".") || name.startsWith(stem + "-")) {
                    known.add(file);
                    checkFile(file, name.substring(name.lastIndexOf('.') + 1));
                }
            }
        }
    }

    private void checkPom(Path file, Element pom) {
        for (String path : REQUIRED_TEXTS) {
            if (text(pom, path).isEmpty()) {
                problem(file, "has no " + path);
            }
        }
        for (String element : List.of("parent", "repositories", "pluginRepositories", "distributionManagement")) {
            if (!all(pom, element).isEmpty()) {
                problem(file, "has a " + element + ": users would have to reach it");
            }
        }
        for (Element dependency : all(pom, "dependency")) {
            String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
            String version = text(dependency, "version").replace("${project.version}", text(pom, "version"));
            if (version.isEmpty() || version.contains("${")) {
                problem(file, "gives " + name + " no version");
            } else if (version.endsWith("-SNAPSHOT")) {
                problem(file, "needs " + name + " in a version that can change");
            }
            if (text(dependency, "groupId").equals(text(pom, "groupId"))) {
                neededOfOurs.add(text(dependency, "artifactId"));
            }
        }
    }

    private void checkJar(Path jar, String wanted) {
        if (!Files.exists(jar)) {
            problem(jar, "is missing");
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.stream().noneMatch(entry -> entry.getName().endsWith(wanted))) {
                problem(jar, "has no " + wanted);
            }
        } catch (IOException e) {
            problem(jar, "cannot be read: " + e.getMessage());
        }
    }

    private void checkComponents(Path file, String artifact, String version) throws IOException {
        if (!Files.exists(file)) {
            problem(file, "is missing");
            return;
        }
        String components = Files.readString(file);
        if (!components.contains("\"CycloneDX\"") || !components.contains("/" + artifact + "@" + version + "?")) {
            problem(file, "is not a CycloneDX list of the components of " + artifact + " " + version);
        }
    }

    private void checkFile(Path file, String ending) throws Exception {
        if (CHECKSUMS.containsKey(ending)) {
            checkChecksum(file, ending);
            return;
        }
        if (ending.equals("asc")) {
            Path signed = subject(file);
            if (!Files.exists(signed)) {
                problem(file, "signs nothing that is here");
            } else if (run("gpgv", "--keyring", keyring.toString(), file.toString(), signed.toString()) != 0) {
                problem(file, "is no signature of " + signed.getFileName() + " by this key");
            }
            return;
        }
        if (Files.size(file) == 0) {
            problem(file, "is empty");
        }
        for (String needed : REQUIRED_CHECKSUMS) {
            if (!Files.exists(Path.of(file + "." + needed))) {
                problem(file, "has no ." + needed);
            }
        }
        if (!Files.exists(Path.of(file + ".asc"))) {
            problem(file, "has no signature");
        }
    }

    private void checkChecksum(Path file, String ending) throws IOException, GeneralSecurityException {
        Path of = subject(file);
        if (!Files.exists(of)) {
            problem(file, "is the checksum of nothing that is here");
            return;
        }
        byte[] digest = MessageDigest.getInstance(CHECKSUMS.get(ending)).digest(Files.readAllBytes(of));
        if (!Files.readString(file).strip().equalsIgnoreCase(HexFormat.of().formatHex(digest))) {
            problem(file, "is not the checksum of " + of.getFileName());
        }
    }

    /** What a signature or a checksum is of: the file whose name is this one's without its ending. */
    private static Path subject(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')));
    }

    private void problem(Path file, String problem) {
        problems.add(directory.relativize(file) + " " + problem);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private static Element parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    }

    /** The elements of a name, at any depth. */
    private static List<Element> all(Element in, String name) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < in.getElementsByTagName(name).getLength(); i++) {
            elements.add((Element) in.getElementsByTagName(name).item(i));
        }
        return elements;
    }

    /** The text of the first element on a path of child elements, or an empty one. */
    private static String text(Element in, String path) {
        List<Element> elements = children(in, path);
        return elements.isEmpty() ? "" : elements.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element in, String path) {
        List<Element> parents = List.of(in);
        for (String name : path.split("/")) {
            List<Element> children = new ArrayList<>();
            for (Element parent : parents) {
                for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                    if (node instanceof Element child && child.getTagName().equals(name)) {
                        children.add(child);
                    }
                }
            }
            parents = children;
        }
        return parents;
    }
}
