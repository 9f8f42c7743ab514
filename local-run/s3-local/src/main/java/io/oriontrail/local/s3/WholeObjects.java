package io.oriontrail.local.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Lists only objects that are there, as S3 does: s3proxy writes an object under another name first
 * and would list that one, which is gone when somebody reads it. So a list waits for the writes
 * that have begun. Safe for use by several threads at once.
 */
final class WholeObjects extends ForwardingBlobStore {
  private static final int MOST_TAKEN_FIRST = 64 << 20;

  private final Lock writing;
  private final Lock listing;

  WholeObjects(BlobStore objects) {
    super(objects);
    ReadWriteLock lock = new ReentrantReadWriteLock(true);
    this.writing = lock.readLock();
    this.listing = lock.writeLock();
  }

  private static <T> T holding(Lock lock, Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream object) {
    InputStream whole = taken(request, object);
    return holding(writing, () -> super.putBlob(request, whole));
  }

  /** A client that stalls within a small object must not keep everybody from the lists. */
  private static InputStream taken(PutObjectRequest request, InputStream object) {
    Long length = request.contentLength();
    if (length == null || length > MOST_TAKEN_FIRST) {
      return object;
    }
    try {
      return new ByteArrayInputStream(object.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the object did not come whole", e);
    }
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return holding(writing, () -> super.copyBlob(request));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return holding(writing, () -> super.completeMultipartUpload(upload, request));
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return holding(listing, () -> super.list(request));
  }

  @Override
  public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
    return holding(listing, () -> super.listVersions(request));
  }
}
