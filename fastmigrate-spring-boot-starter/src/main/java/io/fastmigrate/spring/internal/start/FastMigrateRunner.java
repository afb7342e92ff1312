package io.fastmigrate.spring.internal.start;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.PriorityOrdered;

/** The last gate: before any other runner it migrates what the refresh of the context left, else reads the version once. */
public class FastMigrateRunner implements ApplicationRunner, PriorityOrdered {

    private final ObjectProvider<FastMigrateInitializer> initializer;

    public FastMigrateRunner(ObjectProvider<FastMigrateInitializer> initializer) {
        this.initializer = initializer;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        initializer.getObject().confirm();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
