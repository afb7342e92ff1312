package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.internal.database.FastMigrateFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** An application may call its beans what it likes. */
class BeanNamesTest {

    @TempDir
    Path folder;

    private ApplicationContextRunner runner;

    @BeforeEach
    void describeDatabases() throws Exception {
        Workspace workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("tenants"));
        runner = workspace.runner().withPropertyValues("fastmigrate.databases.audit.db=" + folder.resolve("audit.db"));
    }

    @Test
    void allBeansBeginAlike() {
        runner.withPropertyValues(
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*.db", "fastmigrate.phase=gate")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(ours(context.getBeanFactory()))
                            .isNotEmpty()
                            .allMatch(name -> name.startsWith("fastMigrate"));
                });
    }

    @Test
    void beansOfTenantsAreOnlyWhereTenantsAre() {
        runner.run(context -> assertThat(ours(context.getBeanFactory()))
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("tenant")));
    }

    @Test
    void startsBesideBeansWithTheNamesThatOursOnceHad() {
        ApplicationContextRunner crowded = runner;
        for (String name : List.of("tenantRunner", "migratedDatabases", "migratedFile", "tenantMigrations", "gate")) {
            crowded = crowded.withBean(name, Object.class, Object::new);
        }
        crowded.run(context -> assertThat(context).hasNotFailed());
    }

    /** Configuration classes and properties have the names that Spring gives them. */
    private static List<String> ours(ConfigurableListableBeanFactory beans) {
        List<String> ours = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            String from = definition.getFactoryBeanName() + definition.getBeanClassName();
            if (from.contains("io.fastmigrate.spring.")
                    && definition.getFactoryMethodName() != null
                    && !name.startsWith(ClassUtils.getPackageName(FastMigrateFactory.class))) {
                ours.add(name);
            }
        }
        return ours;
    }
}
