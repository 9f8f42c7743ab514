package io.oriontrail.local.redrive;

import io.oriontrail.local.redrive.SetAside.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts pieces into the stream, and those that it refuses again, for a while. For one thread. */
final class Resender {
  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 4 << 20;
  private static final int TRIES = 8;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private final KinesisClient kinesis;
  private final String stream;

  Resender(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = stream;
  }

  /** The places in the list of those that the stream has taken for certain. Blocks. */
  List<Integer> send(List<Piece> pieces, List<Integer> places) {
    List<Integer> taken = new ArrayList<>();
    List<Integer> call = new ArrayList<>();
    int bytes = 0;
    for (int place : places) {
      int size = pieces.get(place).data().length;
      if (call.size() == MOST_RECORDS || (bytes + size > MOST_BYTES && !call.isEmpty())) {
        taken.addAll(put(pieces, call));
        call = new ArrayList<>();
        bytes = 0;
      }
      call.add(place);
      bytes += size;
    }
    if (!call.isEmpty()) {
      taken.addAll(put(pieces, call));
    }
    return taken;
  }

  private List<Integer> put(List<Piece> pieces, List<Integer> call) {
    List<Integer> taken = new ArrayList<>();
    List<Integer> left = call;
    for (int attempt = 0; attempt < TRIES && !left.isEmpty(); attempt++) {
      if (attempt > 0) {
        LockSupport.parkNanos(FIRST_WAIT.toNanos() << attempt);
      }
      left = tryOnce(pieces, left, taken);
    }
    return taken;
  }

  private List<Integer> tryOnce(List<Piece> pieces, List<Integer> places, List<Integer> taken) {
    List<PutRecordsRequestEntry> entries =
        places.stream().map(place -> entry(pieces.get(place))).toList();
    PutRecordsResponse response;
    try {
      response = kinesis.putRecords(request -> request.streamName(stream).records(entries));
    } catch (SdkException e) {
      return places;
    }
    if (response.records().size() != places.size()) {
      return places; // which ones were taken cannot be told: again, for twice does no harm
    }
    List<Integer> refused = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      (response.records().get(i).errorCode() == null ? taken : refused).add(places.get(i));
    }
    return refused;
  }

  private static PutRecordsRequestEntry entry(Piece piece) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(piece.partitionKey().isEmpty() ? "redrive" : piece.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(piece.data()))
        .build();
  }
}
