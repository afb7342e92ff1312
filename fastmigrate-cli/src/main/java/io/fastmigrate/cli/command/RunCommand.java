package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.option.RunOptions;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.run.Clock;
import io.fastmigrate.cli.run.RunPrinter;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that runs scripts. */
abstract class RunCommand extends ScriptsCommand {

    private static final Duration TICK = Duration.ofMillis(200);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private RunOptions running = new RunOptions();

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private UpTo upTo = new UpTo();

    @Mixin
    private ScriptValues values = new ScriptValues();

    RunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public boolean take(String option, @Nullable String value) {
        if (option.equals("--json")) {
            json = true;
            return true;
        }
        return super.take(option, value);
    }

    @Override
    protected final boolean json() {
        return json;
    }

    /** Returns a builder with the settings of the options. */
    FastMigrateBuilder builder(Target target) {
        FastMigrateBuilder builder = target.builder();
        judgement.apply(builder);
        upTo.apply(builder);
        values.apply(builder);
        running.apply(builder);
        adapter.apply(builder);
        return builder;
    }

    /** Does work with the engine while a printer tells how far it is. */
    final <T> T told(RunPrinter printer, Function<FastMigrate, T> work) {
        Clock clock = Clock.every(TICK, printer::tick);
        try {
            return work.apply(builder(target()).listener(printer).build());
        } finally {
            clock.stop();
            printer.end();
        }
    }

    final void printFailed(String what, ScriptFailedException failure) {
        terminal.err().println(what + " failed: " + target().scripts().text(failure.script()));
    }
}
