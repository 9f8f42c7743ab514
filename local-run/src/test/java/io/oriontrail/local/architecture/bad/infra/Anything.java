package io.oriontrail.local.architecture.bad.infra;

public class Anything {}
