package io.fastmigrate.spring;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation of a run is called, and which keys it has. A bean of this type takes the place of what the methods
 * here say.
 */
public interface MigrationObservationConvention extends ObservationConvention<MigrationObservationContext> {

    @Override
    default String getName() {
        return "fastmigrate.run";
    }

    @Override
    default String getContextualName(MigrationObservationContext context) {
        return "migrate " + context.database();
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(MigrationObservationContext context) {
        return KeyValues.of(
                "database", context.database(), "outcome", context.outcome().orElse("unknown"));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(MigrationObservationContext context) {
        return KeyValues.of(
                "from",
                context.before().version().toString(),
                "target",
                context.before().target().toString());
    }

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MigrationObservationContext;
    }
}
