package io.oriontrail.local.dynamodb;

import io.oriontrail.local.child.ParentProcess;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * The child: DynamoDB's handler in a Jetty of our own, because the vendor's server listens on every
 * interface, does not tell its port and sends telemetry.
 */
final class DynamoDbServer {
  private DynamoDbServer() {}

  /** Arguments: the port (0: any free one) and, where data is to be kept, a folder. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    boolean inMemory = arguments.length == 1;
    // Shared: one database whatever region and credentials a client names.
    LocalDynamoDBRequestHandler dynamoDb =
        new LocalDynamoDBRequestHandler(0, inMemory, inMemory ? null : arguments[1], true, false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(dynamoDb, null), "/"));
    server.start();
    ParentProcess.serve(connector.getLocalPort());
    dynamoDb.shutdown();
    System.exit(0);
  }
}
