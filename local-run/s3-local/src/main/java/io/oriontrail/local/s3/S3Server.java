package io.oriontrail.local.s3;

import io.oriontrail.local.child.ParentProcess;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** The child: s3proxy, holding the objects in memory or in a folder. */
final class S3Server {
  private S3Server() {}

  /** Arguments: the port (0: any free one) and, where objects are to be kept, a folder. */
  public static void main(String[] arguments) throws Exception {
    BlobStore objects =
        arguments.length == 1
            ? new TransientNio2BlobStore()
            : new FilesystemNio2BlobStore(arguments[1]);
    S3Proxy s3 =
        S3Proxy.builder()
            .blobStore(new WholeObjects(objects))
            .endpoint(URI.create("http://127.0.0.1:" + arguments[0]))
            .awsAuthentication(AuthenticationType.NONE, "", "")
            .ignoreUnknownHeaders(true)
            .build();
    s3.start();
    ParentProcess.serve(s3.getPort());
    System.exit(0);
  }
}
