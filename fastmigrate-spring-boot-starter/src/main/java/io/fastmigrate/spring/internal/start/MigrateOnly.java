package io.fastmigrate.spring.internal.start;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.database.Switches;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * With {@code fastmigrate.migrate-only} the context is refreshed without a web server and with no more beans than the migration
 * needs, nothing that has a lifecycle is started, and the process ends before the first runner.
 */
public final class MigrateOnly implements ApplicationListener<SpringApplicationEvent>, Ordered {

    private static final String SOURCE = "fastmigrateMigrateOnly";

    /** Behind the configuration files, before the log is set up and before the listeners of the application. */
    private static final int ORDER = HIGHEST_PRECEDENCE + 15;

    private final IntConsumer exit;

    public MigrateOnly() {
        this(System::exit);
    }

    MigrateOnly(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
            if (isAskedFor(prepared.getEnvironment())) {
                prepare(prepared.getEnvironment());
            }
        } else if (event instanceof ApplicationPreparedEvent prepared) {
            if (Switches.isMigrateOnly(prepared.getApplicationContext().getEnvironment())) {
                prepared.getApplicationContext().addBeanFactoryPostProcessor(MigrateOnly::startNothing);
            }
        } else if (event instanceof ApplicationStartedEvent started) {
            if (Switches.isMigrateOnly(started.getApplicationContext().getEnvironment())) {
                end(started.getApplicationContext());
            }
        }
    }

    /** Takes the option alone for true, as people write it. */
    private static boolean isAskedFor(ConfigurableEnvironment environment) {
        PropertySource<?> options =
                environment.getPropertySources().get(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
        return (options != null && "".equals(options.getProperty(Switches.MIGRATE_ONLY)))
                || Switches.isMigrateOnly(environment);
    }

    private static void prepare(ConfigurableEnvironment environment) {
        if (!Switches.isEnabled(environment)) {
            throw InvalidSettingException.of(
                    "fastmigrate.migrate-only is true, but fastmigrate.enabled is false: nothing would be migrated.",
                    "Set fastmigrate.enabled to true where fastmigrate.migrate-only is set.");
        }
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        SOURCE,
                        Map.of(
                                Switches.MIGRATE_ONLY,
                                "true",
                                "fastmigrate.phase",
                                MigrationPhase.EARLY.name(),
                                "spring.main.web-application-type",
                                "none",
                                "spring.main.lazy-initialization",
                                "true",
                                "spring.main.keep-alive",
                                "false")));
    }

    /** A lifecycle would start consumers, schedulers and connectors; ahead of time its bean is there already. */
    private static void startNothing(ConfigurableListableBeanFactory beans) {
        replace(beans, AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NoLifecycle());
        replace(beans, AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, new NoRefresh(beans));
    }

    private static void replace(ConfigurableListableBeanFactory beans, String name, Object bean) {
        if (beans instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(name)) {
            registry.removeBeanDefinition(name);
        }
        beans.registerSingleton(name, bean);
    }

    private void end(ConfigurableApplicationContext context) {
        if (context.getBeanFactory().getBeanNamesForType(FastMigrateInitializer.class).length == 0) {
            return; // the parent of another one that migrates
        }
        LoggerFactory.getLogger(StarterLog.NAME)
                .info("The migration is done, and the process ends, as fastmigrate.migrate-only demands");
        context.close();
        exit.accept(0);
    }

    /** Makes no listener of the refreshed context, which could need the web server. */
    private static final class NoRefresh extends SimpleApplicationEventMulticaster {

        NoRefresh(BeanFactory beans) {
            super(beans);
        }

        @Override
        public void multicastEvent(ApplicationEvent event, @Nullable ResolvableType type) {
            if (!(event instanceof ContextRefreshedEvent)) {
                super.multicastEvent(event, type);
            }
        }
    }

    /** Starts no bean, and makes none in order to stop it. */
    private static final class NoLifecycle extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {
            // No bean is started.
        }

        @Override
        public void onClose() {
            // No bean was started.
        }
    }
}
