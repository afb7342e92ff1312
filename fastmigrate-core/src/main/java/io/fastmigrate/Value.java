package io.fastmigrate;

import org.jspecify.annotations.Nullable;

/** A result: it is what its facts are. A record would promise its constructor too, and could then never get another fact. */
abstract class Value<F extends Record> {

    final F facts;

    Value(F facts) {
        this.facts = facts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value<?> same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }
}
