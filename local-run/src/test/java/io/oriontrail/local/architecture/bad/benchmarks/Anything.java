package io.oriontrail.local.architecture.bad.benchmarks;

public class Anything {}
