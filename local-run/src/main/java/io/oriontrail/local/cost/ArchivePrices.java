package io.oriontrail.local.cost;

/**
 * List prices in US dollars, region us-east-1, of what an archive needs: S3's, Amazon Data
 * Firehose's and Athena's pricing pages as they were known on 2026-11-28 (there was no connection
 * to read them again). A GB is 10^9 bytes.
 *
 * @param standardGbMonth stored in S3 Standard
 * @param infrequentGbMonth in Standard-IA
 * @param glacierGbMonth in Glacier Instant Retrieval
 * @param put an object put into Standard
 * @param toInfrequent an object moved to Standard-IA by a lifecycle rule
 * @param toGlacier an object moved to Glacier Instant Retrieval
 * @param getStandard an object read from Standard
 * @param getGlacier an object read from Glacier Instant Retrieval
 * @param glacierReadGb read from there
 * @param firehoseGb taken in by Firehose; every record is rounded up to 5 KiB
 * @param athenaTb scanned by a query
 */
record ArchivePrices(
    double standardGbMonth,
    double infrequentGbMonth,
    double glacierGbMonth,
    double put,
    double toInfrequent,
    double toGlacier,
    double getStandard,
    double getGlacier,
    double glacierReadGb,
    double firehoseGb,
    double athenaTb) {

  static final ArchivePrices US_EAST_1 =
      new ArchivePrices(0.023, 0.0125, 0.004, 5e-6, 10e-6, 20e-6, 0.4e-6, 10e-6, 0.03, 0.029, 5.0);
}
