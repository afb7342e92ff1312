package io.fastmigrate.databases;

import io.fastmigrate.test.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

class H2MemoryPoolContractTest extends H2PoolContractTest {

    @Override
    String url(Path place) {
        return "jdbc:h2:mem:" + place.toString().replaceAll("\\W", "_");
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.RESTORE, Capability.RUN_PROCESSES));
    }
}
