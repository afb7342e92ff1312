package io.fastmigrate.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.process.ApplicationProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReactiveTest {

    @TempDir
    private Path directory;

    @Test
    void migratesBeforeTheFirstQueryAndAddsNothing() throws Exception {
        try (ApplicationProcess application = ApplicationProcess.start(directory, ReactiveApplication.class)) {
            assertThat(application.output())
                    .contains("migrated from version 0 to 1", "PostConstruct met 1 fruits");
            assertThat(application.get("/fruits").body())
                    .contains("\"failed\":true", "\"fruits\":2", "\"managers\":1", "\"dataSources\":0");
        }
    }
}
