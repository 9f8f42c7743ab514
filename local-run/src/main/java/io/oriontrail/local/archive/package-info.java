/**
 * Reads the archive: {@link io.oriontrail.local.archive.ArchiveObjects} finds its objects and takes
 * them apart. It is given a client and a name and knows nothing of where they lead.
 */
@NullMarked
package io.oriontrail.local.archive;

import org.jspecify.annotations.NullMarked;
