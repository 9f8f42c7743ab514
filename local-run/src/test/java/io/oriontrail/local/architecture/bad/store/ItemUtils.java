package io.oriontrail.local.architecture.bad.store;

class ItemUtils {}
