package io.fastmigrate.cli;

import picocli.CommandLine.Command;

@Command(
        name = Cli.NAME,
        description = "Migrates a database with numbered scripts and one integer version.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  fastmigrate create --db data/app.db",
            "  fastmigrate new add-posts",
            "  fastmigrate migrate --db data/app.db --backup",
            "  fastmigrate status --json",
            "",
            "Run a command with --help for its options. Exit codes: 0 done, 1 failed, 2 wrong usage."
        })
final class RootCommand {}
