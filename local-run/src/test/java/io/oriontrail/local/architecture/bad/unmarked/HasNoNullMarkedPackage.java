package io.oriontrail.local.architecture.bad.unmarked;

class HasNoNullMarkedPackage {}
