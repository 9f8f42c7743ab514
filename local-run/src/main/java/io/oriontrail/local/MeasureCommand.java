package io.oriontrail.local;

import picocli.CommandLine.Command;

@Command(
    name = "measure",
    description = "Measures what docs/BENCHMARKS.md says about the line.",
    subcommands = {ColdStartCommand.class, FreshnessCommand.class, TrafficCommand.class},
    mixinStandardHelpOptions = true)
final class MeasureCommand {}
