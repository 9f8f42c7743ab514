// A producer of step events in plain JSON, for a line that runs on this machine.
import { randomUUID } from 'node:crypto';

const EVENTS_A_RECORD = 400;
const PATIENCE = 60_000;

/** An execution that nobody else has. */
export const fresh = (name) => ({ account: 'acct-told', execution: `${name}-${randomUUID()}` });

/** The time so many seconds ago, as events carry it. */
export const ago = (seconds) => new Date(Date.now() - seconds * 1_000).toISOString();

/** Puts the events onto the stream of the line whose page is at `base`; resolves when it has them. */
export async function tell(base, { account, execution }, events) {
  const line = await (await fetch(new URL('/local/line', base))).json();
  for (let first = 0; first < events.length; first += EVENTS_A_RECORD) {
    const some = events.slice(first, first + EVENTS_A_RECORD);
    const text = some
      .map((event) => JSON.stringify({ accountId: account, executionId: execution, ...event }))
      .join('\n');
    const response = await fetch(line.kinesis, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Kinesis_20131202.PutRecord',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20261128/${line.region}/kinesis/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify({
        StreamName: line.stream,
        PartitionKey: randomUUID(),
        Data: Buffer.from(`${text}\n`).toString('base64'),
      }),
    });
    if (!response.ok) {
      throw new Error(`the stream answered ${response.status}: ${await response.text()}`);
    }
  }
}

/** What the API answers, once it is as wanted. */
export async function answered(base, { account, execution }, isWanted) {
  const query = new URLSearchParams({ accountId: account, executionId: execution });
  const url = new URL(`/v1/timeline?${query}`, base);
  for (const end = Date.now() + PATIENCE; ;) {
    const response = await fetch(url);
    const body = await response.json();
    if (response.ok && isWanted(body)) {
      return body;
    }
    if (Date.now() > end) {
      throw new Error(`${url} answers ${response.status} with ${body.runs?.length} runs at last`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
