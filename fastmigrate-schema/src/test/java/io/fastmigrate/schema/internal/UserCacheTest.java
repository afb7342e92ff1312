package io.fastmigrate.schema.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {

    @TempDir
    Path home;

    @Test
    void isWhereTheUserSaysOrInTheHomeDirectory() {
        Path set = home.resolve("set");

        assertThat(UserCache.directory(Map.of("XDG_CACHE_HOME", set.toString()), home))
                .contains(set);
        assertThat(UserCache.directory(Map.of("LOCALAPPDATA", set.toString()), home))
                .contains(set);
        assertThat(UserCache.directory(Map.of(), home)).contains(home.resolve(".cache"));
    }

    @Test
    void ignoresWhatIsNoPlace() {
        Map<String, String> relative = Map.of("XDG_CACHE_HOME", "cache");

        assertThat(UserCache.directory(relative, home)).contains(home.resolve(".cache"));
        assertThat(UserCache.directory(Map.of("XDG_CACHE_HOME", ""), home.resolve("missing")))
                .isEmpty();
        assertThat(UserCache.directory(Map.of("XDG_CACHE_HOME", "a\0b"), Path.of("?")))
                .isEmpty();
    }
}
