package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scripts of several places together. Safe for use by several threads. */
final class CombinedScripts implements ScriptSource {

    private final List<ScriptSource> places;
    private volatile @Nullable Look latest;

    CombinedScripts(List<ScriptSource> places) {
        this.places = List.copyOf(places);
    }

    /** What each place held, and all of it as one. */
    record Look(List<Listing> parts, Listing whole) {

        /**
         * Puts the listings of places together.
         *
         * @param before the look of before, which is returned if the places found what they found before; null for none
         */
        static Look of(List<Listing> parts, @Nullable Look before) {
            if (before != null && before.isOf(parts)) {
                return before;
            }
            List<Script> scripts = new ArrayList<>();
            List<Warning> misnamed = new ArrayList<>();
            for (Listing part : parts) {
                scripts.addAll(part.scripts());
                misnamed.addAll(part.misnamed());
            }
            return new Look(parts, new Listing(scripts, misnamed));
        }

        /** Tells whether the places found what they found before; a place then returns the listing of before itself. */
        @SuppressWarnings(
                "ReferenceEquality") // to compare what is equal would take longer than to list the scripts again
        private boolean isOf(List<Listing> others) {
            boolean same = parts.size() == others.size();
            for (int i = 0; same && i < others.size(); i++) {
                same = parts.get(i) == others.get(i);
            }
            return same;
        }
    }

    @Override
    public String location() {
        return places.stream().map(ScriptSource::location).collect(Collectors.joining(", "));
    }

    @Override
    public boolean isDirectory() {
        return places.stream().allMatch(ScriptSource::isDirectory);
    }

    @Override
    public Listing list() {
        return combined(ScriptSource::list);
    }

    @Override
    public Listing listUnstamped() {
        return combined(ScriptSource::listUnstamped);
    }

    private Listing combined(Function<ScriptSource, Listing> list) {
        Look look = Look.of(places.stream().map(list).toList(), latest);
        latest = look;
        return look.whole();
    }

    @Override
    public Optional<Script> adapter() {
        List<Script> adapters =
                places.stream().flatMap(place -> place.adapter().stream()).toList();
        if (adapters.size() > 1) {
            throw InvalidSettingException.of(
                    "Two locations of scripts have an adapter: "
                            + adapters.get(0).location() + " and "
                            + adapters.get(1).location() + ".",
                    "Keep one " + ADAPTER + ": a database has one adapter.");
        }
        return adapters.stream().findFirst();
    }
}
