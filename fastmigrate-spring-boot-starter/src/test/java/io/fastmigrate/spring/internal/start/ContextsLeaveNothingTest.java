package io.fastmigrate.spring.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.Workspace;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.DefaultApplicationArguments;

/** Tests keep many contexts in one JVM, and close them with {@code @DirtiesContext}: none may leave a thread or a hook. */
@Isolated
class ContextsLeaveNothingTest {

    private static final int CONTEXTS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = MigrationPhase.class,
            names = {"EARLY", "RUNNER", "GATE"})
    void noThreadAndNoShutdownHook(MigrationPhase phase) throws Exception {
        Counting counting = new Counting();
        for (int i = 0; i < CONTEXTS; i++) {
            Workspace workspace = Workspace.in(folder.resolve("context" + i));
            workspace
                    .runner()
                    .withPropertyValues("fastmigrate.phase=" + phase)
                    .withBean(JavaMigration.class, () -> counting)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        context.getBeansOfType(FastMigrateRunner.class)
                                .values()
                                .forEach(runner -> runner.run(new DefaultApplicationArguments()));
                    });
        }
        assertThat(counting.hooks).hasSize(CONTEXTS).doesNotContainNull();
        assertThat(hook()).isNull();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!threads().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void runsAtTheSameTimeShareOneHook() throws Exception {
        List<@Nullable Thread> hooks = new CopyOnWriteArrayList<>();
        EndOfProgram.interrupts(() -> {
            hooks.add(hook());
            EndOfProgram.interrupts(() -> hooks.add(hook()));
            hooks.add(hook());
        });
        assertThat(hooks).doesNotContainNull();
        assertThat(Set.copyOf(hooks)).hasSize(1);
        assertThat(hook()).isNull();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("fastmigrate"))
                .toList();
    }

    private static @Nullable Thread hook() {
        try {
            Field field = EndOfProgram.class.getDeclaredField("hook");
            field.setAccessible(true);
            return (Thread) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** A migration that looks whether the end of the program would interrupt it. */
    private static final class Counting implements JavaMigration {

        private final List<@Nullable Thread> hooks = new CopyOnWriteArrayList<>();

        @Override
        public Version version() {
            return new Version(2);
        }

        @Override
        public String description() {
            return "count";
        }

        @Override
        public void migrate(Connection connection) {
            hooks.add(hook());
        }
    }
}
