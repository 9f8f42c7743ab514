package io.oriontrail.local.kinesis;

/**
 * One request as it arrived, before it is acted on.
 *
 * @param operation as in {@code X-Amz-Target}, such as {@code PutRecords}
 * @param number how manieth request for this operation it is, from 1
 * @param entries how many records it puts; 0 for calls that put none
 * @param bodyBytes size of the request's body
 */
public record Call(String operation, long number, int entries, int bodyBytes) {
  public static final String PUT_RECORDS = "PutRecords";
  public static final String GET_RECORDS = "GetRecords";
}
