package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A login in {@code fastmigrate.db} is told by no line of the log, no analysis and no exception of a start. */
@ExtendWith(OutputCaptureExtension.class)
class StarterUrlShapesTest {

    @TempDir
    Path directory;

    static Stream<String> shapes() {
        return UrlShapesTest.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void tellNoLogin(String shape, CapturedOutput output) throws Exception {
        Path scripts = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(scripts.resolve("0001-a.sql"), "SELECT 1;");
        List<String> all = UrlShapesTest.written(
                shape.replace("/nowhere", directory.resolve("nowhere").toString()));
        for (String url : List.of(all.get(0), all.get(1), all.get(all.size() - 3), all.get(all.size() - 1))) {
            StringWriter told = new StringWriter();
            SpringApplication application = new SpringApplication(Plain.class);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context = application.run(
                    "--fastmigrate.db=" + url,
                    "--fastmigrate.migrations=" + scripts,
                    "--fastmigrate.connect-timeout=0",
                    "--spring.main.banner-mode=off",
                    "--logging.level.io.fastmigrate=debug")) {
                told.append(String.valueOf(context.getBean("fastMigrate")));
            } catch (RuntimeException e) {
                e.printStackTrace(new PrintWriter(told, true));
            }
            assertThat(told + output.getAll()).as(url).doesNotContain("hush", "%68%75", "%68us");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}
}
