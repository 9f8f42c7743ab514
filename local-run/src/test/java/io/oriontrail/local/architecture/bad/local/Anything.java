package io.oriontrail.local.architecture.bad.local;

public class Anything {}
