package io.fastmigrate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run would do now. */
public final class Plan {

    private record PlanFacts(Version current, Version target, List<Plan.Step> steps, List<Warning> warnings) {}

    private final PlanFacts facts;

    Plan(Version current, Version target, List<Plan.Step> steps, List<Warning> warnings) {
        this.facts = new PlanFacts(current, target, List.copyOf(steps), List.copyOf(warnings));
    }

    /** Returns the database's version. */
    public Version current() {
        return facts.current();
    }

    /** Returns the version after the run. */
    public Version target() {
        return facts.target();
    }

    /** Returns the scripts that would run, in order, the repeatable ones last; empty if no script is pending. */
    public List<Plan.Step> steps() {
        return facts.steps();
    }

    /** Returns warnings that the user should read before the run. */
    public List<Warning> warnings() {
        return facts.warnings();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plan same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }

    /** A script that would run, and how. */
    public static final class Step {

        private record StepFacts(
                Script script,
                Execution execution,
                Optional<String> reason,
                Optional<Script.Position> position,
                String checksum) {}

        private final StepFacts facts;

        Step(
                Script script,
                Execution execution,
                Optional<String> reason,
                Optional<Script.Position> position,
                String checksum) {
            this.facts = new StepFacts(script, execution, reason, position, checksum);
        }

        /** Returns the script. */
        public Script script() {
            return facts.script();
        }

        /** Returns how the script and its version, or its record if it is repeatable, are committed. */
        public Execution execution() {
            return facts.execution();
        }

        /** Returns why the script does not run in the engine's transaction, as a sentence for people. */
        public Optional<String> reason() {
            return facts.reason();
        }

        /** Returns the position of the statement that is the reason. */
        public Optional<Script.Position> position() {
            return facts.position();
        }

        /**
         * Returns the checksum that the history will record; a script that is changed between planning and running
         * causes an error.
         */
        public String checksum() {
            return facts.checksum();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Step same && facts.equals(same.facts);
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

    /** How a script and its version are committed. */
    public enum Execution {
        /** The engine's transaction holds the script and its version: both or neither. */
        ATOMIC,
        /** The script contains its own transaction, to which the version is added: both are committed or neither. */
        OWN_TRANSACTION,
        /** Statement by statement, since something in the script cannot run in one transaction; the version comes last. */
        NON_TRANSACTIONAL,
        /**
         * Statement by statement, because the database commits some of them implicitly; a checkpoint table records the
         * completed statements, and after a failure the next run continues at the failed statement. A repeatable script begins
         * again at its first statement.
         */
        RESUMABLE,
        /** Its own process; the version is set once it has ended with success. */
        PROCESS
    }
}
