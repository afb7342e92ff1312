package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The BOM that users import names every artifact that they can depend on, and nothing else. */
class BomTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void namesEveryPublishedLibraryAndNothingElse() throws Exception {
        List<String> libraries = new ArrayList<>();
        for (String module : texts(pom(""), "module")) {
            if (isLibrary(module)) {
                libraries.add(module);
            }
        }

        assertThat(libraries).contains("fastmigrate-core", "fastmigrate-spring-boot-starter");
        assertThat(texts(managed(), "artifactId")).containsExactlyInAnyOrderElementsOf(libraries);
        assertThat(texts(managed(), "version")).containsOnly("${project.version}");
    }

    @Test
    void hasTheVersionOfTheModulesAndBringsNothingOfTheirParent() throws Exception {
        Document bom = pom("fastmigrate-bom");

        assertThat(child(bom, "version")).isEqualTo(child(pom(""), "version"));
        assertThat(texts(bom, "parent")).isEmpty();
    }

    /** Tells whether a module is a jar that is deployed. */
    private static boolean isLibrary(String module) throws Exception {
        Document pom = pom(module);
        boolean isDeployed = !Files.readString(ROOT.resolve(module).resolve("pom.xml"))
                        .contains("<maven.deploy.skip>true</maven.deploy.skip>")
                && !texts(pom, "artifactId").contains("maven-deploy-plugin");
        boolean isJar = texts(pom, "packaging").stream().allMatch("jar"::equals);
        return isDeployed && isJar;
    }

    private static Element managed() throws Exception {
        return (Element) pom("fastmigrate-bom")
                .getElementsByTagName("dependencyManagement")
                .item(0);
    }

    private static Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    }

    private static String child(Document pom, String name) {
        NodeList children = pom.getDocumentElement().getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(name)) {
                return children.item(i).getTextContent();
            }
        }
        throw new AssertionError("no " + name);
    }

    private static List<String> texts(Document in, String name) {
        return texts(in.getDocumentElement(), name);
    }

    private static List<String> texts(Element in, String name) {
        NodeList found = in.getElementsByTagName(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
