package io.oriontrail.local.erase;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How objects of one kind are taken apart. */
interface ErasableForm {

  /**
   * An object without the accounts.
   *
   * @param rest what is left, to the byte as it was wherever nothing was taken out; null: nothing
   * @param erased events or pieces taken out, and partition keys that are an account's id
   * @param kept those that stay
   * @param unclear of these, so many that cannot be looked into
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stripped(byte @Nullable [] rest, long erased, long kept, long unclear) {}

  /**
   * Takes the accounts out.
   *
   * @throws IOException if the object is not of this form; says where
   */
  Stripped strip(byte[] object) throws IOException;
}
