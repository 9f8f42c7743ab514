package io.oriontrail.local.architecture.bad.query;

import java.util.Map;
import java.util.function.Supplier;

class PassesTheEnvironmentOn {
  final Supplier<Map<String, String>> environment = System::getenv;
}
