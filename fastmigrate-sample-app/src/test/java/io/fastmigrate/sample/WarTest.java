package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** A servlet container deploys the application, whose scripts only its own class loader has. */
class WarTest {

    private static final Map<String, String> ENTRIES = Map.of(
            "WEB-INF/classes/of-the-war/0001-note.sql", "CREATE TABLE note (text TEXT);",
            "WEB-INF/classes/of-the-war/0002-first.sql", "INSERT INTO note VALUES ('first');");

    @TempDir
    Path folder;

    @Test
    void migratesWithTheScriptsOfAnExplodedWar() throws Exception {
        Path war = folder.resolve("exploded");
        for (Map.Entry<String, String> entry : ENTRIES.entrySet()) {
            Path file = war.resolve(entry.getKey());
            Files.createDirectories(Path.of(file.toString()).getParent());
            Files.writeString(file, entry.getValue());
        }
        assertThat(versionAfterDeploying(war)).isEqualTo(2);
    }

    @Test
    void migratesWithTheScriptsOfAPackedWar() throws Exception {
        Path war = folder.resolve("packed.war");
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String directory : new String[] {"WEB-INF/", "WEB-INF/classes/", "WEB-INF/classes/of-the-war/"}) {
                zip.putNextEntry(new ZipEntry(directory));
            }
            for (Map.Entry<String, String> entry : ENTRIES.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(versionAfterDeploying(war)).isEqualTo(2);
    }

    private int versionAfterDeploying(Path war) throws Exception {
        Tomcat tomcat = new Tomcat();
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        StandardContext deployed = (StandardContext) tomcat.addWebapp("/app", war.toString());
        deployed.setUnpackWAR(false);
        deployed.setParentClassLoader(WarTest.class.getClassLoader());
        deployed.addParameter("fastmigrate.db", folder.resolve("app.db").toString());
        try {
            tomcat.start();
            WebApplicationContext context =
                    WebApplicationContextUtils.getRequiredWebApplicationContext(deployed.getServletContext());
            return context.getBean(FastMigrate.class).version().number();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    public static class WarApplication extends SpringBootServletInitializer {

        @Override
        protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
            return builder.sources(Application.class)
                    .properties("spring.config.name=none", "fastmigrate.migrations=classpath:of-the-war");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
