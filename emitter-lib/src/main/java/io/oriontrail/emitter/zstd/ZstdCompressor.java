package io.oriontrail.emitter.zstd;

import com.github.luben.zstd.ZstdCompressCtx;
import io.oriontrail.emitter.transport.RecordCompressor;
import java.util.Arrays;

/**
 * Records as Zstandard frames ({@code 28 b5 2f fd}) that name their size and hold a checksum. Needs
 * {@code com.github.luben:zstd-jni}, which unpacks a native library into the folder for temporary
 * files and, from JDK 24 on, wants {@code --enable-native-access}. Check that ingest reads such
 * records before you use it.
 */
public final class ZstdCompressor implements RecordCompressor {
  /** About as much work as gzip's fastest level, for smaller records. */
  public static final int DEFAULT_LEVEL = 3;

  private final ZstdCompressCtx context = new ZstdCompressCtx();

  private ZstdCompressor(int level) {
    context.setLevel(level);
    context.setChecksum(true);
    context.setContentSize(true);
  }

  /**
   * At {@link #DEFAULT_LEVEL}.
   *
   * @throws LinkageError if zstd-jni is not there or has no library for this machine
   */
  public static ZstdCompressor create() {
    return new ZstdCompressor(DEFAULT_LEVEL);
  }

  /**
   * At this level, as Zstandard counts them: 1 is quick, 19 slow.
   *
   * @throws LinkageError if zstd-jni is not there or has no library for this machine
   */
  public static ZstdCompressor of(int level) {
    return new ZstdCompressor(level);
  }

  @Override
  public byte[] compress(byte[] plain, int length) {
    return context.compress(Arrays.copyOf(plain, length));
  }

  @Override
  public void close() {
    context.close();
  }
}
